package com.orchestrator.server.testing;

import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.model.Page;
import com.orchestrator.api.request.ControlRequest;
import com.orchestrator.api.retention.RetentionChange;
import com.orchestrator.api.retention.RetentionRule;
import com.orchestrator.api.retention.RetentionStatus;
import com.orchestrator.engine.service.Author;
import com.orchestrator.engine.service.Command;
import com.orchestrator.engine.service.ImportedRuns;
import com.orchestrator.engine.service.LimitService.Applied;
import com.orchestrator.engine.service.ListQuery;
import com.orchestrator.engine.service.RetentionService;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Nothing goes among the fakes: whoever wants it to asks a {@link com.orchestrator.server.wiring.OwnEngine}. */
final class NoRetention implements RetentionService {

    private static UnsupportedOperationException none() {
        return new UnsupportedOperationException("No retention among the fakes");
    }

    @Override
    public void deleteRun(Command<ControlRequest> command) {
        throw none();
    }

    @Override
    public String exportRun(UUID instanceId) {
        throw none();
    }

    @Override
    public List<Optional<OrchestratorException>> deleteRuns(
            List<UUID> instanceIds, ControlRequest request, String actor) {
        throw none();
    }

    @Override
    public void erasePayloads(Command<ControlRequest> command) {
        throw none();
    }

    @Override
    public List<Optional<OrchestratorException>> erasePayloads(
            List<UUID> instanceIds, ControlRequest request, String actor) {
        throw none();
    }

    @Override
    public List<Optional<OrchestratorException>> findErasureObstacles(List<UUID> instanceIds) {
        throw none();
    }

    @Override
    public ImportedRuns importRuns(String text, String actor) {
        throw none();
    }

    @Override
    public Applied<RetentionStatus> setRule(String namespace, RetentionRule rule, Author author) {
        throw none();
    }

    @Override
    public RetentionStatus getRule(String namespace) {
        throw none();
    }

    @Override
    public void removeRule(String namespace, Author author) {
        throw none();
    }

    @Override
    public Page<RetentionStatus> listRules(ListQuery query) {
        return new Page<>(List.of(), null);
    }

    @Override
    public Page<RetentionChange> listRuleChanges(String namespace, ListQuery query) {
        throw none();
    }

    @Override
    public List<Optional<OrchestratorException>> findObstacles(List<UUID> instanceIds) {
        throw none();
    }
}
