package com.orchestrator.etl.jobs.store;

import com.orchestrator.api.etl.EtlJob;
import com.orchestrator.api.etl.EtlJobSpec;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Jobs as they were said. Workflow and schedule are the engine's; a job is settled when these are as it says. */
public interface EtlStore extends AutoCloseable {

    /** Keeps a new job, or what is to be the rest of one that is not settled; empty when there is one. */
    Optional<EtlJob> create(UUID id, EtlJobSpec spec);

    /** Changes a job; it is not settled then. Empty when there is none. */
    Optional<EtlJob> replace(UUID id, EtlJobSpec spec);

    void settle(UUID id);

    Optional<EtlJob> find(UUID id);

    /**
     * By name.
     *
     * @param after only those behind this name; from the start when null
     */
    List<EtlJob> list(@Nullable String after, int limit);

    /** The same again changes nothing. */
    void delete(UUID id);

    /**
     * Counts a success for all jobs that depend on the one that had it; once for each run, however often it is said.
     *
     * @param job name of the job that has succeeded
     * @param run of it
     * @return what this run is the last success for: the same each time
     */
    List<Due> succeeded(String job, UUID run);

    /** What jobs name; they are kept beside them. */
    ConnectionStore connections();

    @Override
    void close();

    /**
     * A job of which all it depends on has succeeded.
     *
     * @param generation how often that was so
     */
    record Due(String job, long generation) {}
}
