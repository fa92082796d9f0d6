package com.orchestrator.engine.coordinator;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.error.Problem;
import com.orchestrator.api.model.Payload;
import com.orchestrator.engine.decision.Gate;
import com.orchestrator.engine.decision.Gates;
import com.orchestrator.engine.decision.forward.Admission;
import com.orchestrator.engine.decision.workflow.TakeClaims;
import com.orchestrator.engine.history.ClaimName;
import com.orchestrator.engine.history.NodeKey;
import com.orchestrator.engine.history.RunMessage;
import com.orchestrator.engine.plan.BeforeRun;
import com.orchestrator.engine.plan.ExpressionFailure;
import com.orchestrator.engine.plan.RunAdmission;
import com.orchestrator.engine.plan.RunConcurrency;
import com.orchestrator.engine.plan.WorkflowPlan;
import com.orchestrator.engine.run.Claims;
import com.orchestrator.engine.run.Run;
import com.orchestrator.engine.store.RunTransaction;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What only so many runs may hold, of all that the requests of a batch will ask for, locked in one statement. */
final class BatchGates implements Gates {

    private final Plans plans;
    private Map<String, Gate> gates = Map.of();

    BatchGates(Plans plans) {
        this.plans = plans;
    }

    @Override
    public @Nullable Gate of(String name) {
        return gates.get(name);
    }

    /** @param runs that were loaded; of those that are to take what they wait for, it is locked */
    void load(
            List<LaneRequest> requests,
            Collection<List<RunMessage>> told,
            List<CachedRun> runs,
            RunTransaction transaction) {
        Set<String> names = new TreeSet<>();
        Set<UUID> taking = new HashSet<>();
        for (LaneRequest request : requests) {
            if (request instanceof LaneRequest.Start start && !start.isDelayed()) {
                names.addAll(namesOf(start.plan, start.command.input()));
            } else if (request instanceof LaneRequest.OnRun onRun && onRun.command instanceof TakeClaims) {
                taking.add(onRun.instanceId);
            }
        }
        told.forEach(messages -> messages.forEach(message -> names.addAll(ofChild(message))));
        runs.stream()
                .map(CachedRun::run)
                .filter(run -> taking.contains(run.instanceId()))
                .forEach(run -> names.addAll(awaitedBy(run)));
        if (!names.isEmpty()) {
            gates = transaction.lockGates(names);
        }
    }

    private static Set<String> awaitedBy(Run run) {
        Claims claims = run.claims();
        Set<String> names = new TreeSet<>();
        for (NodeKey key : claims.waiting()) {
            names.addAll(claims.awaitedBy(key));
        }
        names.removeIf(name -> claims.fence(name) != null);
        return names;
    }

    private Set<String> ofChild(RunMessage message) {
        if (message.body() instanceof RunMessage.Start start) {
            try {
                WorkflowPlan plan = plans.get(start.namespace(), start.workflow(), start.revision());
                return namesOf(plan, message.payload() == null ? Payload.EMPTY_OBJECT : message.payload());
            } catch (OrchestratorException unknown) {
                return Set.of();
            }
        }
        return Set.of();
    }

    /** Keys that need more than the input are found when the run is there. */
    private static Set<String> namesOf(WorkflowPlan plan, Payload input) {
        if (plan.admission().equals(RunAdmission.NONE)) {
            return Set.of();
        }
        try {
            return Admission.namesOf(plan.namespace(), plan.name(), plan.admission(), BeforeRun.withInput(input));
        } catch (ExpressionFailure later) {
            return Set.of();
        }
    }

    /**
     * Refuses a start that finds no room, when its workflow says so.
     *
     * @throws OrchestratorException {@code CONCURRENCY_LIMIT}, naming who has the place
     */
    void checkRoom(WorkflowPlan plan, UUID instanceId, Payload input) {
        RunConcurrency concurrency = plan.admission().concurrency();
        if (concurrency == null || concurrency.overflow() != RunConcurrency.Overflow.REJECT) {
            return;
        }
        for (String name : namesOf(plan, input)) {
            Gate gate = ClaimName.isLock(name) ? null : of(name);
            if (gate != null && !gate.admits(instanceId, concurrency.max())) {
                throw full(plan, concurrency, gate);
            }
        }
    }

    private static OrchestratorException full(WorkflowPlan plan, RunConcurrency concurrency, Gate gate) {
        String holder = gate.holders().isEmpty()
                ? "others"
                : "instance " + gate.holders().get(0);
        String detail = "At most " + concurrency.max() + " runs of workflow " + plan.name()
                + " with this key may be under way; " + holder + " holds the place";
        return new OrchestratorException(
                ErrorCode.CONCURRENCY_LIMIT,
                detail,
                gate.holders().stream()
                        .map(id -> new Problem.Detail(
                                "/instanceId", 0, 0, id.toString(), "wait for its end, or cancel it"))
                        .toList());
    }
}
