package com.orchestrator.engine.coordinator;

import com.orchestrator.api.model.ExecutionState;
import com.orchestrator.api.model.LeasedTask;
import com.orchestrator.engine.decision.DecisionContext.Slot;
import com.orchestrator.engine.decision.DecisionContext.Slots;
import com.orchestrator.engine.decision.Grant;
import com.orchestrator.engine.run.ExecutionRun;
import com.orchestrator.engine.run.Run;
import com.orchestrator.engine.store.Strand;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The slots of waiting polls that the decisions of one batch take, and the tasks that fill them with its commit. */
final class Handover {

    private final DemandBoard board;
    private final Backlog backlog;
    private final RingWheels wheels;
    private final Controls controls;
    private final List<Granted> granted = new ArrayList<>();
    private final Set<Slot> openSlots = Collections.newSetFromMap(new IdentityHashMap<>());

    /** A lease that becomes real with the commit. */
    private record Granted(UUID instanceId, LeasedTask task, WorkerDemand demand) {}

    Handover(BatchContext context) {
        this.board = context.board();
        this.backlog = context.backlog();
        this.wheels = context.wheels();
        this.controls = context.controls();
    }

    /**
     * For work that becomes ready now and has to ask no rule. The next steps of a run go to whoever did the last one, if that poll has a slot and no
     * other priority waits for its turn; other slots are for whoever waits in the queue, and new work takes them only when
     * nobody does.
     */
    Slots slotsFor(@Nullable WorkerDemand preferred) {
        return (run, execution) -> {
            if (controls.waitsInQueue(run, execution)) {
                return Optional.empty();
            }
            Strand strand = controls.strandOf(run, execution);
            return open(preferredSlot(strand, preferred)
                    .or(() -> backlog.isWorthAsking(strand.queue()) ? Optional.empty() : board.take(strand.queue())));
        };
    }

    private Optional<Slot> preferredSlot(Strand strand, @Nullable WorkerDemand preferred) {
        if (preferred == null) {
            return Optional.empty();
        }
        if (!backlog.hasOthers(strand)) {
            return preferred.take(strand.queue());
        }
        RingWheel wheel = wheels.of(strand.queue());
        if (!wheel.takeOnlyFor(strand.ring(), backlog.rings(strand.queue()))) {
            return Optional.empty();
        }
        Optional<Slot> slot = preferred.take(strand.queue());
        if (slot.isEmpty()) {
            wheel.giveBack(List.of(strand.ring()));
        }
        return slot;
    }

    /** For work that waits in the queue. */
    Optional<Slot> take(String queue) {
        return open(board.take(queue));
    }

    private Optional<Slot> open(Optional<Slot> slot) {
        slot.ifPresent(openSlots::add);
        return slot;
    }

    /** One decision may lease an attempt and cancel it again, as when a join is reached; nobody is to begin that. */
    void keep(Run run, Grant grant, long fenceFloor) {
        ExecutionRun execution = Objects.requireNonNull(run.execution(grant.executionId()));
        if (execution.state() != ExecutionState.LEASED) {
            return;
        }
        openSlots.remove(grant.slot());
        WorkerDemand demand = (WorkerDemand) grant.slot().owner();
        granted.add(new Granted(run.instanceId(), RunRows.leased(run, grant, fenceFloor), demand));
    }

    /** After the commit: the tasks go to their polls; what was not used or not recorded is given back. */
    void settle(Set<UUID> moved) {
        Set<WorkerDemand> served = new LinkedHashSet<>();
        for (Granted grant : granted) {
            if (moved.contains(grant.instanceId())) {
                grant.demand().giveBack();
            } else {
                grant.demand().fill(grant.task());
                served.add(grant.demand());
            }
        }
        giveBackOpen();
        served.forEach(WorkerDemand::closeIfWaiting);
    }

    /** Nothing was recorded. */
    void abandon() {
        granted.forEach(grant -> grant.demand().giveBack());
        giveBackOpen();
    }

    private void giveBackOpen() {
        openSlots.forEach(slot -> ((WorkerDemand) slot.owner()).giveBack());
        openSlots.clear();
    }
}
