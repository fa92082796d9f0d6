package com.orchestrator.router.amqp;

import java.util.concurrent.atomic.AtomicLong;

/** What the bridge of this server has done since it started. */
final class BridgeCounts {
    final AtomicLong published = new AtomicLong();
    final AtomicLong returned = new AtomicLong();
    final AtomicLong statusTaken = new AtomicLong();
    final AtomicLong statusRefused = new AtomicLong();
    final AtomicLong deadLetters = new AtomicLong();
}
