package com.orchestrator.engine.coordinator;

import com.orchestrator.api.incident.IncidentKind;
import com.orchestrator.api.incident.IncidentResolution;
import com.orchestrator.engine.history.Entry;
import com.orchestrator.engine.history.LifecycleEvent;
import com.orchestrator.engine.history.NodeKey;
import com.orchestrator.engine.history.RunEvent;
import com.orchestrator.engine.history.TaskEvent;
import com.orchestrator.engine.history.Trouble;
import com.orchestrator.engine.history.UndoEvent;
import com.orchestrator.engine.incident.IncidentChanges;
import com.orchestrator.engine.incident.IncidentIds;
import com.orchestrator.engine.incident.IncidentPlace;
import com.orchestrator.engine.incident.IncidentSource;
import com.orchestrator.engine.incident.OpenedIncident;
import com.orchestrator.engine.incident.ResolvedIncident;
import com.orchestrator.engine.run.Run;
import com.orchestrator.engine.run.RunState;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a batch changes of the incidents of a run. Nothing, for a run that nobody has to look at and nobody had to. */
final class RunIncidents {

    private RunIncidents() {}

    /** How an event ends an incident, and who has asked for it. */
    private record End(
            IncidentResolution resolution,
            Entry entry,
            @Nullable String reason) {}

    /**
     * Told by what stands open, before and after.
     *
     * @param before what stood open before the batch
     */
    static IncidentChanges of(Run run, List<Trouble> before, List<Entry> appended) {
        List<Trouble> after = RunState.troubles(run);
        List<OpenedIncident> opened = new ArrayList<>();
        List<ResolvedIncident> resolved = new ArrayList<>();
        if (!before.equals(after)) {
            Set<Trouble> known = Set.copyOf(before);
            Set<Trouble> left = Set.copyOf(after);
            after.stream().filter(trouble -> !known.contains(trouble)).forEach(fresh -> opened.add(opened(run, fresh)));
            before.stream()
                    .filter(trouble -> !left.contains(trouble))
                    .forEach(gone -> resolved.add(resolved(run, gone, appended)));
        }
        if (RunState.hasMetTrouble(run)) {
            appended.forEach(entry -> takenUp(entry, resolved));
        }
        return opened.isEmpty() && resolved.isEmpty()
                ? IncidentChanges.NONE
                : new IncidentChanges(opened, resolved, false);
    }

    private static OpenedIncident opened(Run run, Trouble trouble) {
        return new OpenedIncident(
                IncidentIds.of(run.instanceId(), trouble.openedBy()),
                trouble.isUndo() ? IncidentKind.UNDO : IncidentKind.TASK,
                run.instanceId(),
                new IncidentSource(run.plan().namespace(), run.plan().name(), null),
                new IncidentPlace(trouble.key().taskId(), trouble.key().iteration(), trouble.round()),
                trouble.error().code(),
                Objects.requireNonNullElse(trouble.error().message(), ""),
                trouble.openedAt());
    }

    private static ResolvedIncident resolved(Run run, Trouble trouble, List<Entry> appended) {
        End end = end(trouble, appended);
        return new ResolvedIncident(
                IncidentIds.of(run.instanceId(), trouble.openedBy()),
                end.resolution(),
                end.entry().actor(),
                end.reason(),
                end.entry().at());
    }

    /** What was said of the task itself goes before what was said of the run. */
    private static End end(Trouble trouble, List<Entry> appended) {
        for (Entry entry : appended) {
            End byHand = byHand(entry, trouble.key());
            if (byHand != null) {
                return byHand;
            }
        }
        for (Entry entry : appended) {
            if (entry.event() instanceof LifecycleEvent.RollbackStarted rollback) {
                return new End(
                        IncidentResolution.COMPENSATED, entry, rollback.cause().message());
            } else if (entry.event() instanceof LifecycleEvent.WorkflowEnded ended) {
                return new End(IncidentResolution.ENDED, entry, ended.cause().message());
            }
        }
        return new End(IncidentResolution.WENT_ON, appended.get(appended.size() - 1), null);
    }

    private static @Nullable End byHand(Entry entry, NodeKey key) {
        RunEvent event = entry.event();
        if (event instanceof TaskEvent.TaskRetriedByHand e && isOf(key, e.taskId(), e.iteration())) {
            return new End(IncidentResolution.RETRIED, entry, e.reason());
        } else if (event instanceof TaskEvent.TaskSkippedByHand e && isOf(key, e.taskId(), e.iteration())) {
            return new End(IncidentResolution.SKIPPED, entry, e.reason());
        } else if (event instanceof TaskEvent.TaskCompletedByHand e && isOf(key, e.taskId(), e.iteration())) {
            return new End(IncidentResolution.COMPLETED, entry, e.reason());
        } else if (event instanceof TaskEvent.IncidentResolved e && isOf(key, e.taskId(), e.iteration())) {
            return new End(IncidentResolution.RESOLVED, entry, e.reason());
        }
        return undoByHand(entry, key);
    }

    private static @Nullable End undoByHand(Entry entry, NodeKey key) {
        RunEvent event = entry.event();
        if (event instanceof UndoEvent.UndoRetriedByHand e && isOf(key, e.taskId(), e.iteration())) {
            return new End(IncidentResolution.RETRIED, entry, e.reason());
        } else if (event instanceof UndoEvent.UndoSkippedByHand e && isOf(key, e.taskId(), e.iteration())) {
            return new End(IncidentResolution.SKIPPED, entry, e.reason());
        } else if (event instanceof UndoEvent.UndoResolvedByHand e && isOf(key, e.taskId(), e.iteration())) {
            return new End(IncidentResolution.COMPLETED, entry, e.reason());
        }
        return null;
    }

    private static boolean isOf(NodeKey key, String taskId, @Nullable String iteration) {
        return key.equals(new NodeKey(taskId, iteration));
    }

    private static void takenUp(Entry entry, List<ResolvedIncident> to) {
        if (entry.event() instanceof LifecycleEvent.SetAsideResolved gone) {
            IncidentResolution how = entry.actor() == null ? IncidentResolution.WENT_ON : IncidentResolution.RETRIED;
            to.add(new ResolvedIncident(gone.incidentId(), how, entry.actor(), gone.reason(), entry.at()));
        }
    }
}
