package com.orchestrator.worker;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.orchestrator.api.model.WorkflowInstance;
import com.orchestrator.api.retention.RetentionChange;
import com.orchestrator.api.retention.RetentionRule;
import com.orchestrator.api.retention.RetentionStatus;
import com.orchestrator.worker.Pages.Next;
import com.orchestrator.worker.Pages.PageOf;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What becomes of runs that have ended. Holds no state of its own: every call asks the server. */
public final class RetentionClient {

    private final OrchestratorClient client;

    RetentionClient(OrchestratorClient client) {
        this.client = client;
    }

    /**
     * Deletes a run that has ended, with all that it has started and all that is kept of them; one that was deleted before is no fault.
     * Refused with {@code ILLEGAL_STATE} while it or a child goes on, while its parent is there, and under a legal hold.
     */
    public void delete(UUID instanceId, String reason) {
        client.delete("/instances/" + instanceId, reason);
    }

    /**
     * Destroys what a run that has ended carried, and what all that it has started carried; their histories stay. The same again is no
     * fault. Refused with {@code ILLEGAL_STATE} for what was never sealed, and for what keeps a run from being deleted.
     */
    public void erasePayloads(UUID instanceId, String reason) {
        client.delete("/instances/" + instanceId + "/payloads", reason);
    }

    /**
     * Changes labels of a run, whatever its state; the label {@code legal-hold} keeps it from being deleted.
     *
     * @param labels a text sets a label, null takes it off; those that are not named stay
     */
    public void changeLabels(UUID instanceId, Map<String, @Nullable String> labels, String reason) {
        client.patch("/instances/" + instanceId + "/labels", new Labels(labels, reason), WorkflowInstance.class);
    }

    private record Labels(
            @JsonInclude(content = JsonInclude.Include.ALWAYS)
            Map<String, @Nullable String> labels,

            String reason) {}

    /** A run with all that it has started, and their definitions, as lines of JSON: what {@link #importRuns} takes, here or elsewhere. */
    public String exportRun(UUID instanceId) {
        return client.text("/instances/" + instanceId + "/export");
    }

    /** Takes exported runs back with the histories they had; those that are there already are passed over. */
    public Imported importRuns(String lines) {
        return client.post(
                "/instances/import", lines.getBytes(StandardCharsets.UTF_8), "application/x-ndjson", Imported.class);
    }

    /**
     * What an import has come to.
     *
     * @param imported runs that are there now and were not
     * @param unchanged runs that were there already, the same
     * @param definitions revisions that were registered for them
     */
    public record Imported(int imported, int unchanged, int definitions) {}

    /** Sets how long runs of a namespace are kept once they have ended; {@code jobs} is the namespace of jobs. */
    public RetentionStatus setRule(String namespace, RetentionRule rule, String reason) {
        return client.put(path(namespace), new Change(rule, reason), RetentionStatus.class);
    }

    /** Refused with {@code NOT_FOUND} when the namespace has none: its runs are kept until somebody deletes them. */
    public RetentionStatus rule(String namespace) {
        return client.get(path(namespace), RetentionStatus.class);
    }

    /** Runs of the namespace are kept until somebody deletes them; the same again changes nothing. */
    public void removeRule(String namespace, String reason) {
        client.delete(path(namespace), reason);
    }

    /** By namespace. */
    public List<RetentionStatus> rules() {
        return client.all("/retention", Rules.class);
    }

    /** Who has changed the rule of a namespace, the newest first. */
    public List<RetentionChange> changes(String namespace) {
        return client.all(path(namespace) + "/changes", Changes.class);
    }

    private static String path(String namespace) {
        return "/retention/" + OrchestratorClient.segment(namespace);
    }

    private record Change(@JsonUnwrapped RetentionRule rule, String reason) {}

    private record Rules(List<RetentionStatus> items, Next page) implements PageOf<RetentionStatus> {}

    private record Changes(List<RetentionChange> items, Next page) implements PageOf<RetentionChange> {}
}
