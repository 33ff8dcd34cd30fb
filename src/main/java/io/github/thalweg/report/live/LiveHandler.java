package io.github.thalweg.report.live;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Answers a browser: {@code /} with the page and {@code /events} with all later events. */
final class LiveHandler implements HttpHandler {
  private static final int NO_BODY = -1;

  private static final Pattern AFTER = Pattern.compile("after=(\\d{1,9})");

  private final Set<String> hosts;
  private final PageSource page;
  private final LiveEvents events;

  /** Makes a new page for each browser. */
  interface PageSource {
    String html() throws IOException;
  }

  /**
   * @param port of the server
   */
  LiveHandler(int port, PageSource page, LiveEvents events) {
    // Under another name a foreign page could read this one through the browser.
    this.hosts = Set.of("127.0.0.1:" + port, "localhost:" + port, "[::1]:" + port);
    this.page = page;
    this.events = events;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String host = exchange.getRequestHeaders().getFirst("Host");
      if (host == null || !hosts.contains(host)) {
        answer(exchange, 403, "text/plain", "This page is only for browsers on this machine.");
      } else if (!exchange.getRequestMethod().equals("GET") && !isHead(exchange)) {
        exchange.getResponseHeaders().set("Allow", "GET, HEAD");
        answer(exchange, 405, "text/plain", "Only GET requests are possible here.");
      } else {
        switch (exchange.getRequestURI().getPath()) {
          case "/" -> answer(exchange, 200, "text/html", page.html());
          case "/events" -> follow(exchange);
          default -> answer(exchange, 404, "text/plain", "There is only one page here: /");
        }
      }
    }
  }

  private void follow(HttpExchange exchange) throws IOException {
    Matcher after = AFTER.matcher(String.valueOf(exchange.getRequestURI().getQuery()));
    exchange.getResponseHeaders().set("Content-Type", "text/event-stream; charset=utf-8");
    exchange.getResponseHeaders().set("Cache-Control", "no-store");
    if (isHead(exchange)) {
      exchange.sendResponseHeaders(200, NO_BODY);
      return;
    }
    exchange.sendResponseHeaders(200, 0);
    try {
      events.follow(
          exchange.getResponseBody(), after.matches() ? Integer.parseInt(after.group(1)) : 0);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // The run is over.
    }
  }

  private static void answer(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type + "; charset=utf-8");
    exchange.getResponseHeaders().set("Cache-Control", "no-store");
    if (isHead(exchange)) {
      exchange.getResponseHeaders().set("Content-Length", Integer.toString(bytes.length));
      exchange.sendResponseHeaders(status, NO_BODY);
      return;
    }
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private static boolean isHead(HttpExchange exchange) {
    return exchange.getRequestMethod().equals("HEAD");
  }
}
