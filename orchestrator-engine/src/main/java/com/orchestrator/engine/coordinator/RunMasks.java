package com.orchestrator.engine.coordinator;

import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.WorkflowInstance;
import com.orchestrator.engine.history.Entry;
import com.orchestrator.engine.history.ExecutionId;
import com.orchestrator.engine.history.LifecycleEvent;
import com.orchestrator.engine.history.SignalEvent;
import com.orchestrator.engine.plan.WorkflowPlan;
import com.orchestrator.engine.sensitive.Mask;
import com.orchestrator.engine.store.ReadStore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Finds what is sensitive in runs, of those who ask about them and of their parents. Most runs have nothing and never will, since their
 * definition does not change; that is remembered.
 */
final class RunMasks {

    private static final int REMEMBERED_MAX = 20_000;
    private static final float LOAD = 0.75f;

    private final ReadStore reads;
    private final Plans plans;
    private final RunReader reader;
    private final Map<UUID, Boolean> plain = Collections.synchronizedMap(new LinkedHashMap<>(16, LOAD, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Boolean> eldest) {
            return size() > REMEMBERED_MAX;
        }
    });

    RunMasks(ReadStore reads, Plans plans, RunReader reader) {
        this.reads = reads;
        this.plans = plans;
        this.reader = reader;
    }

    Mask of(Collection<UUID> ids) {
        return ids.stream()
                .map(ExecutionId::instanceOf)
                .distinct()
                .map(this::of)
                .reduce(Mask.NONE, Mask::and);
    }

    private Mask of(UUID id) {
        if (plain.get(id) != null) {
            return Mask.NONE;
        }
        List<WorkflowPlan> line = new ArrayList<>();
        Mask mask = Mask.NONE;
        Optional<WorkflowInstance> next = reads.findInstance(id);
        boolean isRun = next.isPresent();
        while (next.isPresent()) {
            WorkflowInstance run = next.get();
            Optional<WorkflowPlan> plan = planOf(run);
            plan.ifPresent(line::add);
            mask = mask.and(plan.map(marking -> of(run.instanceId(), marking)).orElse(Mask.NONE));
            next = Optional.ofNullable(run.parentInstanceId()).flatMap(reads::findInstance);
        }
        if (isRun && line.isEmpty()) {
            plain.put(id, true);
        }
        return mask;
    }

    /** Its plan when that marks something. */
    private Optional<WorkflowPlan> planOf(WorkflowInstance run) {
        boolean isJob = run.revision() == 0;
        return isJob
                ? Optional.empty()
                : Optional.of(plans.get(run.namespace(), run.workflow(), run.revision()))
                        .filter(WorkflowPlan::marksSensitive);
    }

    private Mask of(UUID id, WorkflowPlan plan) {
        List<Mask.Marked> marked = new ArrayList<>();
        for (Entry entry : reader.history(id)) {
            Payload payload = entry.payload();
            if (payload == null) {
                continue;
            }
            if (entry.event() instanceof LifecycleEvent.WorkflowStarted) {
                marked.add(new Mask.Marked(payload, plan.inputCheck().sensitive(payload)));
            } else if (entry.event() instanceof SignalEvent.SignalReceived signal) {
                marked.add(new Mask.Marked(payload, plan.signals().sensitive(signal.name(), payload)));
            }
        }
        return Mask.of(marked);
    }
}
