package com.orchestrator.worker.spring;

import com.orchestrator.worker.TaskThreads;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What is configured. {@code ORCHESTRATOR_URL}, {@code ORCHESTRATOR_TOKEN} and {@code ORCHESTRATOR_NAMESPACE} mean the same as for any
 * worker, by the framework's own binding.
 *
 * @param url address of the server
 * @param token bearer token of every request
 * @param namespace the only one whose tasks are done; any when absent
 */
@ConfigurationProperties("orchestrator")
public record OrchestratorProperties(
        @DefaultValue("http://localhost:8080") URI url,
        @Nullable String token,
        @Nullable String namespace,
        @DefaultValue Worker worker) {

    /**
     * How the worker is.
     *
     * @param enabled whether there is one when there are handlers
     * @param name for people; the application's name when absent
     * @param build which build of the application this is
     * @param queues to take work from; the task types of the handlers when absent
     * @param lease to ask for; the task's or the server's when absent
     * @param drainTimeout how long running tasks may go on when the context closes
     * @param failFast whether the application does not start when the server refuses the worker
     */
    public record Worker(
            @DefaultValue("true") boolean enabled,
            @Nullable String name,
            @Nullable String build,
            @DefaultValue List<String> queues,
            @DefaultValue("64") int maxConcurrent,
            @DefaultValue("auto") TaskThreads threads,
            @Nullable Duration lease,
            @DefaultValue("30s") Duration drainTimeout,
            @DefaultValue("true") boolean failFast) {}
}
