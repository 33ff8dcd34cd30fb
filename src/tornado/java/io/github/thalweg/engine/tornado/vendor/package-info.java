/** Matrix products of a vendor's library. */
package io.github.thalweg.engine.tornado.vendor;
