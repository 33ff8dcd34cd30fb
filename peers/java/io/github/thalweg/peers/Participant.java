package io.github.thalweg.peers;

import java.util.List;

/** Who is timed beside whom. Each runs in processes of its own. */
enum Participant {
  THALWEG("Thalweg"),
  DJL("DJL"),
  LIBTORCH("libtorch"),
  /** What the machine could do at best. */
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
