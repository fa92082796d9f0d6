package com.orchestrator.etl.jobs.store;

import com.orchestrator.api.etl.EtlConnection;
import com.orchestrator.api.model.Payload;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Connections as they were said. */
public interface ConnectionStore {

    /**
     * Keeps it under its name, over whatever was there.
     *
     * @return how it stands, and whether it is new
     */
    Kept put(String name, String type, Payload config);

    Optional<EtlConnection> find(String name);

    /**
     * By name.
     *
     * @param after only those behind this name; from the start when null
     */
    List<EtlConnection> list(@Nullable String after, int limit);

    /** Whether there was one. */
    boolean delete(String name);

    /** A connection that was put. */
    record Kept(EtlConnection connection, boolean isNew) {}
}
