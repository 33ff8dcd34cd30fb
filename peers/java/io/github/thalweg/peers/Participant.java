package io.github.thalweg.peers;

import java.util.List;

/** The participants of the comparison. Each runs in its own processes. */
enum Participant {
  THALWEG("Thalweg"),
  DJL("DJL"),
  LIBTORCH("libtorch"),
  /** The limit of the machine. */
  LIMIT("limit");

  /** The frameworks that Thalweg is compared with. */
  static final List<Participant> PEERS = List.of(DJL, LIBTORCH);

  private final String title;

  Participant(String title) {
    this.title = title;
  }

  /** The column's heading. */
  String title() {
    return title;
  }
}
