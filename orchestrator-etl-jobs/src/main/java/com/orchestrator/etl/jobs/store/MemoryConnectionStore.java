package com.orchestrator.etl.jobs.store;

import com.orchestrator.api.etl.EtlConnection;
import com.orchestrator.api.model.Payload;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Connections in the memory of this process, as long as that lasts. */
final class MemoryConnectionStore implements ConnectionStore {

    private final InstantSource clock;
    private final TreeMap<String, EtlConnection> byName = new TreeMap<>();

    MemoryConnectionStore(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public synchronized Kept put(String name, String type, Payload config) {
        Instant now = clock.instant();
        EtlConnection before = byName.get(name);
        EtlConnection connection =
                new EtlConnection(name, type, config, before == null ? now : before.createdAt(), now);
        byName.put(name, connection);
        return new Kept(connection, before == null);
    }

    @Override
    public synchronized Optional<EtlConnection> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    @Override
    public synchronized List<EtlConnection> list(@Nullable String after, int limit) {
        return (after == null ? byName : byName.tailMap(after, false))
                .values().stream().limit(limit).toList();
    }

    @Override
    public synchronized boolean delete(String name) {
        return byName.remove(name) != null;
    }
}
