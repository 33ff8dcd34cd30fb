/** The report of a run while it trains. */
package io.github.thalweg.report.live;
