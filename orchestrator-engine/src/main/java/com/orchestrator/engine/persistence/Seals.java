package com.orchestrator.engine.persistence;

import com.orchestrator.engine.StartRefused;
import com.orchestrator.engine.history.Entry;
import com.orchestrator.engine.persistence.sql.DataKeyRows;
import com.orchestrator.engine.persistence.sql.DataKeyRows.RingKey;
import com.orchestrator.engine.persistence.sql.LoadPages.Page;
import com.orchestrator.engine.seal.BrokenSeal;
import com.orchestrator.engine.seal.DataKey;
import com.orchestrator.engine.seal.KeyRing;
import java.sql.Connection;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Data keys of runs: wrapped in the database, open in memory for runs that a lane has worked on lately. Without a ring nothing is looked
 * up until something sealed is met.
 */
final class Seals {

    private static final int KEPT_MAX = 50_000;
    private static final int PROOF_BYTES = 32;

    /** In place of a run; no run and no job has it. */
    private static final UUID SHARED = new UUID(0, 1);

    private final @Nullable KeyRing ring;

    private final Map<UUID, RunSeal> kept = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, RunSeal> eldest) {
            return size() > KEPT_MAX;
        }
    };

    private volatile RunSeal shared = RunSeal.locked("that other servers have");

    /** @param ring null when nothing is sealed */
    Seals(@Nullable KeyRing ring) {
        this.ring = ring;
    }

    boolean isOn() {
        return ring != null;
    }

    /**
     * Says which key wraps from now on, and looks whether all that ever did are here, each as it was.
     *
     * @throws StartRefused when one is not
     */
    void begin(Connection connection) {
        List<RingKey> used = UncheckedSql.wrap(() -> DataKeyRows.ring(connection));
        String missing = used.stream()
                .map(RingKey::keyId)
                .filter(keyId -> ring == null || !ring.has(keyId))
                .collect(Collectors.joining("', '"));
        if (!missing.isEmpty()) {
            throw new StartRefused(
                    "Payloads in this database are sealed with the key '" + missing
                            + "', which this server does not have: orchestrator.encryption.keys has to name all keys that others have");
        }
        used.forEach(this::prove);
        if (ring != null) {
            byte[] proof = ring.wrap(new byte[PROOF_BYTES]);
            UncheckedSql.run(() -> DataKeyRows.use(connection, new RingKey(ring.primary(), proof)));
            beginShared(connection);
        }
    }

    private void beginShared(Connection connection) {
        DataKeyRows.Row wish = new DataKeyRows.Row(SHARED, ring().primary(), ring().wrap(DataKey.random()));
        UncheckedSql.run(() -> DataKeyRows.insertUnlessThere(connection, wish));
        shared = Objects.requireNonNull(find(connection, Set.of(SHARED)).get(SHARED));
    }

    /** Of what belongs to no run: what schedules start with, and what batches give to each run. Opens what is sealed, and seals with a ring. */
    RunSeal shared() {
        return shared;
    }

    private void prove(RingKey used) {
        try {
            ring().unwrap(used.keyId(), used.proof());
        } catch (BrokenSeal other) {
            throw new StartRefused(
                    "The key '" + used.keyId()
                            + "' is another one than the key of this id that payloads in this database"
                            + " are sealed with",
                    other);
        }
    }

    private KeyRing ring() {
        if (ring == null) {
            throw new IllegalStateException("There is no key ring");
        }
        return ring;
    }

    /** A new data key for each of these runs, by run; to be written with them. */
    Map<UUID, NewKey> make(Collection<UUID> instanceIds) {
        Map<UUID, NewKey> made = new HashMap<>();
        String keyId = ring().primary();
        for (UUID instanceId : instanceIds) {
            byte[] key = DataKey.random();
            made.put(
                    instanceId,
                    new NewKey(
                            new DataKeyRows.Row(instanceId, keyId, ring().wrap(key)),
                            RunSeal.with(instanceId, DataKey.of(key))));
        }
        return made;
    }

    record NewKey(DataKeyRows.Row row, RunSeal seal) {}

    /** Of runs whose pages are read, as they are now; asks only when a page is sealed. */
    Known ofPages(Connection connection, Collection<Page> pages) {
        Set<UUID> sealed =
                pages.stream().filter(EventPage::isSealed).map(Page::instanceId).collect(Collectors.toSet());
        return new Known(find(connection, sealed), sealed);
    }

    /** Events of pages, in their order. */
    List<Entry> read(Connection connection, List<Page> pages) {
        Known known = ofPages(connection, pages);
        return pages.stream()
                .flatMap(page -> EventPage.read(page, known.of(page.instanceId())).stream())
                .toList();
    }

    /** Of runs of which something else is read or written, as they are now; plain without a ring. */
    Known ofRuns(Connection connection, Collection<UUID> instanceIds) {
        return ring == null ? Known.NONE : new Known(find(connection, new HashSet<>(instanceIds)), Set.of());
    }

    /** The same for a lane, which has most of them in memory: they are under way, and only what has ended is ever erased. */
    Known ofLane(Connection connection, Collection<UUID> instanceIds) {
        if (ring == null) {
            return Known.NONE;
        }
        Map<UUID, RunSeal> seals = new HashMap<>();
        Set<UUID> unknown = new HashSet<>();
        synchronized (kept) {
            for (UUID instanceId : instanceIds) {
                RunSeal seal = kept.get(instanceId);
                if (seal == null) {
                    unknown.add(instanceId);
                } else {
                    seals.put(instanceId, seal);
                }
            }
        }
        Map<UUID, RunSeal> found = find(connection, unknown);
        unknown.forEach(instanceId -> seals.put(instanceId, found.getOrDefault(instanceId, RunSeal.PLAIN)));
        keep(seals);
        return new Known(seals, Set.of());
    }

    /** The same of pages that follow what is known of their runs. */
    Known ofLanePages(Connection connection, Collection<Page> sealed) {
        List<UUID> ids = sealed.stream().map(Page::instanceId).distinct().toList();
        if (ids.isEmpty()) {
            return Known.NONE;
        }
        Map<UUID, RunSeal> seals = ofLane(connection, ids).seals();
        return ids.stream().map(seals::get).anyMatch(seal -> seal == null || seal.isPlain())
                ? ofPages(connection, sealed)
                : new Known(seals, Set.of());
    }

    /** For {@link #ofLane}. */
    void keep(Map<UUID, RunSeal> seals) {
        synchronized (kept) {
            seals.forEach((instanceId, seal) -> {
                if (seal.mayBeKept()) {
                    kept.put(instanceId, seal);
                }
            });
        }
    }

    void forget(Collection<UUID> instanceIds) {
        synchronized (kept) {
            instanceIds.forEach(kept::remove);
        }
    }

    private Map<UUID, RunSeal> find(Connection connection, Set<UUID> instanceIds) {
        return instanceIds.isEmpty()
                ? Map.of()
                : UncheckedSql.wrap(() -> DataKeyRows.find(connection, instanceIds)).stream()
                        .collect(Collectors.toMap(DataKeyRows.Row::instanceId, this::seal));
    }

    private RunSeal seal(DataKeyRows.Row row) {
        byte[] wrapped = row.wrapped();
        if (wrapped == null) {
            return RunSeal.erased();
        }
        return ring == null || !ring.has(row.keyId())
                ? RunSeal.locked(row.keyId())
                : RunSeal.with(row.instanceId(), DataKey.of(ring.unwrap(row.keyId(), wrapped)));
    }

    /**
     * What was found.
     *
     * @param sealed runs that are known to have something sealed: without a data key that is erased
     */
    record Known(Map<UUID, RunSeal> seals, Set<UUID> sealed) {

        static final Known NONE = new Known(Map.of(), Set.of());

        Known and(Known others) {
            Map<UUID, RunSeal> both = new HashMap<>(seals);
            both.putAll(others.seals);
            Set<UUID> all = new HashSet<>(sealed);
            all.addAll(others.sealed);
            return new Known(both, all);
        }

        RunSeal of(UUID instanceId) {
            RunSeal seal = seals.get(instanceId);
            if (seal != null) {
                return seal;
            }
            return sealed.contains(instanceId) ? RunSeal.erased() : RunSeal.PLAIN;
        }
    }
}
