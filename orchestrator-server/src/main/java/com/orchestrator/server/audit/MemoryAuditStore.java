package com.orchestrator.server.audit;

import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The end of the chain, for a server without a database. */
public final class MemoryAuditStore implements AuditStore {

    private static final int KEPT_MAX = 10_000;

    private final InstantSource clock;
    private final Deque<Kept> entries = new ArrayDeque<>();
    private AuditEntry head = AuditEntry.ORIGIN;

    private record Kept(AuditEntry entry, @Nullable String principal) {}

    public MemoryAuditStore(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public synchronized void append(List<AuditFact> facts) {
        for (AuditFact fact : facts) {
            head = head.next(fact, clock.instant());
            entries.addLast(new Kept(head, fact.principal()));
            if (entries.size() > KEPT_MAX) {
                entries.removeFirst();
            }
        }
    }

    @Override
    public synchronized List<AuditEntry> newest(@Nullable String principal, long before, int limit) {
        List<AuditEntry> found = new ArrayList<>();
        for (Iterator<Kept> all = entries.descendingIterator(); all.hasNext() && found.size() < limit; ) {
            Kept kept = all.next();
            if (kept.entry().position() < before && (principal == null || principal.equals(kept.principal()))) {
                found.add(kept.entry());
            }
        }
        return found;
    }

    @Override
    public synchronized List<AuditEntry> behind(long position, int limit) {
        return entries.stream()
                .map(Kept::entry)
                .filter(entry -> entry.position() > position)
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized AuditEntry head() {
        return head;
    }
}
