package com.orchestrator.server.testing;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.job.JobPut;
import com.orchestrator.api.model.Explanation;
import com.orchestrator.api.model.Page;
import com.orchestrator.engine.service.ListQuery;
import com.orchestrator.router.ClusterView;
import com.orchestrator.router.Dispatch;
import com.orchestrator.router.JobStatus;
import com.orchestrator.router.LeaderWord;
import com.orchestrator.router.Registration;
import com.orchestrator.router.RoutedJob;
import com.orchestrator.router.RoutedWorker;
import com.orchestrator.router.RouterFigures;
import com.orchestrator.router.RouterService;
import com.orchestrator.router.StatusReport;
import com.orchestrator.router.WorkerReport;
import java.util.List;
import java.util.Map;

/** Knows of nothing: whoever asks for more asks a {@link com.orchestrator.server.wiring.OwnEngine}. */
final class NoRouter implements RouterService {

    private static OrchestratorException none() {
        return new OrchestratorException(ErrorCode.NOT_FOUND, "No jobs among the fakes");
    }

    @Override
    public JobPut register(Registration job) {
        throw none();
    }

    @Override
    public void report(StatusReport report) {
        throw none();
    }

    @Override
    public RoutedJob cancel(String jobId, String actor) {
        throw none();
    }

    @Override
    public Page<RoutedJob> list(ListQuery page) {
        return new Page<>(List.of(), null);
    }

    @Override
    public List<Dispatch> heartbeat(WorkerReport worker) {
        return List.of();
    }

    @Override
    public Page<RoutedWorker> workers(ListQuery page) {
        return new Page<>(List.of(), null);
    }

    @Override
    public Explanation explained(Explanation explanation) {
        return explanation;
    }

    @Override
    public ClusterView cluster() {
        return new ClusterView("fake", ClusterView.Role.LEADER, 1, "fake", List.of("fake"), LeaderWord.NONE);
    }

    @Override
    public Map<JobStatus, Integer> jobCounts() {
        return Map.of();
    }

    @Override
    public RouterFigures figures() {
        return new RouterFigures(cluster(), 0, 0, null);
    }
}
