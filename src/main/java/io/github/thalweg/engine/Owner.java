package io.github.thalweg.engine;

/** The thread that opened a session. Only this thread may use it and close it. */
final class Owner {
  private final Thread thread = Thread.currentThread();
  private boolean closed;

  /**
   * Makes sure that the caller may use the session now.
   *
   * @throws IllegalStateException when another thread opened it, or it is closed
   */
  void require() {
    requireThread();
    if (closed) {
      throw new IllegalStateException("The session is closed; open a new one on the device.");
    }
  }

  /**
   * Notes that the session is closed.
   *
   * @return whether it was open before
   * @throws IllegalStateException when another thread opened it
   */
  boolean closes() {
    requireThread();
    boolean open = !closed;
    closed = true;
    return open;
  }

  private void requireThread() {
    if (Thread.currentThread() != thread) {
      throw new IllegalStateException(
          "Only the thread that opened a session may use it, '"
              + thread.getName()
              + "'; this call came from '"
              + Thread.currentThread().getName()
              + "'.");
    }
  }
}
