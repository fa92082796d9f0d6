package com.orchestrator.worker;

import com.orchestrator.api.projection.ProjectionDeadLetter;
import com.orchestrator.api.projection.ProjectionExplanation;
import com.orchestrator.api.projection.ProjectionStatus;
import com.orchestrator.api.projection.RunOutcome;
import com.orchestrator.api.projection.WorkerGeneration;
import com.orchestrator.worker.Pages.Next;
import com.orchestrator.worker.Pages.PageOf;
import java.util.List;

/**
 * Looks after projections, which run elsewhere: what is asked for here, their workers do after the batches that are under way. Each change has
 * a reason. Holds no state of its own: every call asks the server.
 */
public final class ProjectionsClient {

    private static final int OUTCOMES_PER_PAGE = 200;

    private final OrchestratorClient client;

    ProjectionsClient(OrchestratorClient client) {
        this.client = client;
    }

    /** All that have ever run, by name. */
    public List<ProjectionStatus> list() {
        return client.all("/projections", Projections.class);
    }

    public ProjectionStatus get(String name) {
        return client.get(path(name), ProjectionStatus.class);
    }

    /** Why it stands still, or that it does not. */
    public ProjectionExplanation explain(String name) {
        return client.get(path(name) + "/explain", ProjectionExplanation.class);
    }

    /** Nothing is worked in until {@link #resume}. */
    public ProjectionStatus pause(String name, String reason) {
        return change(name, "/pause", new Why(reason));
    }

    public ProjectionStatus resume(String name, String reason) {
        return change(name, "/resume", new Why(reason));
    }

    /** Passes the event by that a shard stands at; it is kept as a dead letter. */
    public ProjectionStatus skip(String name, String eventId, String reason) {
        return change(name, "/skip", new Event(eventId, reason));
    }

    public List<ProjectionDeadLetter> deadLetters(String name) {
        return client.all(path(name) + "/dead-letters", DeadLetters.class);
    }

    /** Has a dead letter worked in after all, once; it is gone then. */
    public ProjectionStatus retry(String name, String eventId, String reason) {
        return change(name, "/dead-letters/retry", new Event(eventId, reason));
    }

    /** Makes the read model anew beside the one that is read, whose place it takes when it is as far. */
    public ProjectionStatus rebuild(String name, String reason) {
        return change(name, "/rebuild", new Why(reason));
    }

    /** The new build is taken away; the one that is read goes on. */
    public ProjectionStatus giveUpRebuild(String name, String reason) {
        return change(name, "/rebuild/give-up", new Why(reason));
    }

    /** The workers of projections, the newest generation first. */
    public List<WorkerGeneration> generations() {
        return client.get("/generations", Generations.class).items();
    }

    /**
     * How many runs of a workflow ended in each hour, and in which state, the newest hour first; counted by servers that are set to do so.
     */
    public List<RunOutcome> runOutcomes(String namespace, String workflow) {
        return Pages.all(
                "/run-outcomes?namespace=" + OrchestratorClient.segment(namespace) + "&workflow="
                        + OrchestratorClient.segment(workflow) + "&limit=" + OUTCOMES_PER_PAGE,
                page -> client.get(page, Outcomes.class));
    }

    private ProjectionStatus change(String name, String what, Object body) {
        return client.post(path(name) + what, body, ProjectionStatus.class);
    }

    private static String path(String name) {
        return "/projections/" + OrchestratorClient.segment(name);
    }

    private record Why(String reason) {}

    private record Event(String eventId, String reason) {}

    private record Projections(List<ProjectionStatus> items, Next page) implements PageOf<ProjectionStatus> {}

    private record DeadLetters(List<ProjectionDeadLetter> items, Next page) implements PageOf<ProjectionDeadLetter> {}

    private record Outcomes(List<RunOutcome> items, Next page) implements PageOf<RunOutcome> {}

    private record Generations(List<WorkerGeneration> items) {}
}
