package com.orchestrator.worker;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.etl.EtlConnection;
import com.orchestrator.api.etl.EtlConnectionSpec;
import com.orchestrator.api.etl.EtlConnectionTest;
import com.orchestrator.api.etl.EtlDryRun;
import com.orchestrator.api.etl.EtlJob;
import com.orchestrator.api.etl.EtlJobSpec;
import com.orchestrator.api.etl.EtlPlugin;
import com.orchestrator.api.etl.EtlRun;
import com.orchestrator.api.etl.EtlTask;
import com.orchestrator.worker.Pages.Next;
import com.orchestrator.worker.Pages.PageOf;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Jobs that extract and load: makes them, runs them, and says how they did. Holds no state of its own: every call asks the server. */
public final class EtlClient {

    private static final String JOBS = "/etl/jobs";
    private static final String RUNS = "/etl/job_runs";
    private static final String CONNECTIONS = "/etl/connections";

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final OrchestratorClient client;
    private final HttpTransport http;

    EtlClient(OrchestratorClient client, HttpTransport http) {
        this.client = client;
        this.http = http;
    }

    /**
     * Makes a job, or makes the one of this name what is said.
     *
     * @throws OrchestratorProblemException {@code JOB_INVALID} with every fault and its place
     */
    public EtlJob put(EtlJobSpec spec) {
        try {
            return client.post(JOBS, spec, EtlJob.class);
        } catch (OrchestratorProblemException refused) {
            Optional<EtlJob> job =
                    refused.code().equals(ErrorCode.ILLEGAL_STATE.name()) ? find(spec.name()) : Optional.empty();
            if (job.isEmpty()) {
                throw refused;
            }
            return client.put(job(job.get().id()), spec, EtlJob.class);
        }
    }

    /** By name. */
    public List<EtlJob> list() {
        return client.all(JOBS, Jobs.class);
    }

    public Optional<EtlJob> find(@Nullable String name) {
        return list().stream().filter(job -> job.name().equals(name)).findFirst();
    }

    public EtlJob get(UUID id) {
        return client.get(job(id), EtlJob.class);
    }

    /** Nothing starts it any more; its runs stay, and those under way go on. */
    public void delete(UUID id) {
        ClientCalls.await(ClientCalls.repeating(() -> http.delete(job(id), TIMEOUT)));
    }

    /**
     * Starts it now.
     *
     * @param runId starting it twice under one starts it once; made up when null
     */
    public EtlRun run(UUID id, @Nullable String runId) {
        return client.post(job(id) + "/run", new Run(runId), EtlRun.class);
    }

    /** The newest first. */
    public List<EtlRun> runs(String job) {
        return Pages.all(
                RUNS + "?job=" + OrchestratorClient.segment(job) + "&limit=200", page -> client.get(page, Runs.class));
    }

    public EtlRun getRun(UUID run) {
        return client.get(RUNS + "/" + run, EtlRun.class);
    }

    /** As it stands when it is over, or when the time is. */
    public EtlRun await(UUID run, Duration wait) {
        long until = System.nanoTime() + wait.toNanos();
        for (long left = wait.toNanos(); left > 0; left = until - System.nanoTime()) {
            if (client.result(run, Duration.ofNanos(left)).state().isAtRest()) {
                break;
            }
        }
        return getRun(run);
    }

    /**
     * For workers: starts the jobs of which everything they depend on has succeeded with this run.
     *
     * @return the runs that it has started; the same each time
     */
    public List<EtlRun> follow(UUID run) {
        return client.post(RUNS + "/" + run + "/follow", new Nothing(), Followers.class)
                .items();
    }

    /** Both halves of a run, whether they have begun or not. */
    public List<EtlTask> tasks(UUID run) {
        return client.get(RUNS + "/" + run + "/tasks", Tasks.class).items();
    }

    /** What rows come from and go to, with the JSON Schema of their configurations. */
    public List<EtlPlugin> plugins() {
        return client.get("/etl/plugins", Plugins.class).items();
    }

    public EtlPlugin plugin(String type) {
        return client.get("/etl/plugins/" + OrchestratorClient.segment(type), EtlPlugin.class);
    }

    /**
     * What a run would do, found out by a worker on the first rows of the source; nothing is written.
     *
     * @throws OrchestratorProblemException {@code ILLEGAL_STATE} when no worker answers
     */
    public EtlDryRun dryRun(UUID id) {
        return client.post(job(id) + "/dry_run", new Nothing(), EtlDryRun.class);
    }

    /** The same of a job that need not be there. */
    public EtlDryRun dryRun(EtlJobSpec spec) {
        return client.post("/etl/dry_run", new Look(spec), EtlDryRun.class);
    }

    /** Makes a connection, or makes the one of this name what is said. */
    public EtlConnection putConnection(String name, EtlConnectionSpec spec) {
        return client.put(at(name), spec, EtlConnection.class);
    }

    /** By name. */
    public List<EtlConnection> connections() {
        return client.all(CONNECTIONS, Connections.class);
    }

    public EtlConnection connection(String name) {
        return client.get(at(name), EtlConnection.class);
    }

    /** @throws OrchestratorProblemException {@code ILLEGAL_STATE} while jobs name it */
    public void deleteConnection(String name) {
        ClientCalls.await(ClientCalls.repeating(() -> http.delete(at(name), TIMEOUT)));
    }

    /** Has a worker connect. */
    public EtlConnectionTest testConnection(String name) {
        return client.post(at(name) + "/test", new Nothing(), EtlConnectionTest.class);
    }

    /** Has a worker connect as is said here; the name may be free still. */
    public EtlConnectionTest testConnection(String name, EtlConnectionSpec instead) {
        return client.post(at(name) + "/test", instead, EtlConnectionTest.class);
    }

    private static String at(String name) {
        return CONNECTIONS + "/" + OrchestratorClient.segment(name);
    }

    private static String job(UUID id) {
        return JOBS + "/" + id;
    }

    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    private record Run(@Nullable String runId) {}

    private record Jobs(List<EtlJob> items, Next page) implements PageOf<EtlJob> {}

    private record Runs(List<EtlRun> items, Next page) implements PageOf<EtlRun> {}

    private record Nothing() {}

    private record Look(EtlJobSpec job) {}

    private record Connections(List<EtlConnection> items, Next page) implements PageOf<EtlConnection> {}

    private record Followers(List<EtlRun> items) {}

    private record Tasks(List<EtlTask> items) {}

    private record Plugins(List<EtlPlugin> items) {}
}
