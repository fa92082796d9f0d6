package com.orchestrator.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.incident.IncidentKind;
import com.orchestrator.api.incident.IncidentView;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.engine.history.Entry;
import com.orchestrator.engine.history.LifecycleEvent;
import com.orchestrator.engine.history.NodeKey;
import com.orchestrator.engine.history.RunEvent;
import com.orchestrator.engine.history.TaskEvent;
import com.orchestrator.engine.history.Trouble;
import com.orchestrator.engine.incident.IncidentFilter;
import com.orchestrator.engine.incident.IncidentIds;
import com.orchestrator.engine.memory.InMemoryEngineStore;
import com.orchestrator.engine.run.Run;
import com.orchestrator.engine.run.RunState;
import com.orchestrator.engine.service.ListQuery;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Judges that the open incidents of a run are what its history says, recounted from the words of it alone. */
final class IncidentAudit {

    private static final int ALL = 1_000;

    private final InMemoryEngineStore store;

    IncidentAudit(InMemoryEngineStore store) {
        this.store = store;
    }

    void judge(Run run, List<Entry> history) {
        List<IncidentView> open = store.incidents()
                .list(IncidentFilter.openOf(run.instanceId()), new ListQuery(ALL, null))
                .items();
        Set<UUID> ofTasks = idsOf(open, incident -> incident.kind() != IncidentKind.SET_ASIDE);

        assertThat(ofTasks).as("open incidents of %s", run.runId()).isEqualTo(folded(run));
        assertThat(idsOf(open, incident -> incident.kind() == IncidentKind.TASK))
                .as("tasks of %s that wait for a person, as its history tells", run.runId())
                .isEqualTo(recounted(run, history));
        assertThat(idsOf(open, incident -> incident.kind() == IncidentKind.SET_ASIDE))
                .as("whether %s is set aside", run.runId())
                .hasSize(store.setAside().find(run.instanceId()).isPresent() ? 1 : 0);
        if (run.state() == WorkflowState.SUSPENDED || run.state() == WorkflowState.COMPENSATION_FAILED) {
            assertThat(ofTasks).as("why %s waits for a person", run.runId()).isNotEmpty();
        }
    }

    private static Set<UUID> idsOf(List<IncidentView> open, Predicate<IncidentView> which) {
        return open.stream().filter(which).map(IncidentView::incidentId).collect(Collectors.toSet());
    }

    private static Set<UUID> folded(Run run) {
        return RunState.troubles(run).stream()
                .map(Trouble::openedBy)
                .map(sequence -> IncidentIds.of(run.instanceId(), sequence))
                .collect(Collectors.toSet());
    }

    /** An incident stands until something else is said of its task, or the run turns round or ends. */
    private static Set<UUID> recounted(Run run, List<Entry> history) {
        Map<NodeKey, Long> open = new HashMap<>();
        for (Entry entry : history) {
            RunEvent event = entry.event();
            if (event instanceof TaskEvent.IncidentRaised raised) {
                open.put(new NodeKey(raised.taskId(), raised.iteration()), entry.sequenceNumber());
            } else if (event instanceof LifecycleEvent.RollbackStarted
                    || event instanceof LifecycleEvent.WorkflowEnded
                    || event instanceof LifecycleEvent.WorkflowCompleted) {
                open.clear();
            } else {
                NodeKey ended = ended(event);
                if (ended != null) {
                    open.remove(ended);
                }
            }
        }
        Set<UUID> ids = new HashSet<>();
        open.values().forEach(sequence -> ids.add(IncidentIds.of(run.instanceId(), sequence)));
        return ids;
    }

    private static @Nullable NodeKey ended(RunEvent event) {
        if (event instanceof TaskEvent.IncidentResolved e) {
            return new NodeKey(e.taskId(), e.iteration());
        } else if (event instanceof TaskEvent.TaskRetriedByHand e) {
            return new NodeKey(e.taskId(), e.iteration());
        } else if (event instanceof TaskEvent.TaskSkippedByHand e) {
            return new NodeKey(e.taskId(), e.iteration());
        } else if (event instanceof TaskEvent.TaskCompletedByHand e) {
            return new NodeKey(e.taskId(), e.iteration());
        } else if (event instanceof TaskEvent.TaskDropped e) {
            return new NodeKey(e.taskId(), e.iteration());
        } else if (event instanceof TaskEvent.TaskGaveUp e) {
            return new NodeKey(e.taskId(), e.iteration());
        } else if (event instanceof TaskEvent.TaskSkipped e) {
            return new NodeKey(e.taskId(), e.iteration());
        } else if (event instanceof TaskEvent.TaskPassed e) {
            return new NodeKey(e.taskId(), e.iteration());
        }
        return null;
    }
}
