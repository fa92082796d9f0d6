package com.orchestrator.etl.jobs;

import com.orchestrator.api.etl.EtlConnection;
import com.orchestrator.api.etl.EtlConnectionSpec;
import com.orchestrator.api.etl.EtlConnectionTest;
import com.orchestrator.api.model.Page;
import com.orchestrator.engine.service.ListQuery;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What the outside may ask about connections, which jobs name. Refusals are {@link com.orchestrator.api.error.OrchestratorException}s:
 * {@code CONNECTION_INVALID} with every fault and its place, {@code ILLEGAL_STATE} while jobs need it as it is, {@code NOT_FOUND}.
 */
public interface ConnectionService {

    /** By name. */
    Page<EtlConnection> list(ListQuery query);

    EtlConnection get(String name);

    /** Makes it what is said. Runs take it up with their next attempt. */
    Put put(String name, EtlConnectionSpec spec);

    void delete(String name);

    /**
     * Has a worker connect.
     *
     * @param instead what is tried instead of what is kept under the name; there need be nothing then
     */
    CompletableFuture<Question<EtlConnectionTest>> test(String name, @Nullable EtlConnectionSpec instead);

    /** A connection that was put. */
    record Put(EtlConnection connection, boolean isNew) {}
}
