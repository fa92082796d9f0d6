package com.orchestrator.engine.coordinator;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.model.WorkflowStatus;
import com.orchestrator.api.request.WorkflowUpdate;
import com.orchestrator.engine.definition.CompiledDefinition;
import com.orchestrator.engine.definition.DefinitionCompiler;
import com.orchestrator.engine.definition.JobCompiler;
import com.orchestrator.engine.history.LifecycleEvent;
import com.orchestrator.engine.history.RunEvent;
import com.orchestrator.engine.plan.Neighbours;
import com.orchestrator.engine.plan.Node;
import com.orchestrator.engine.plan.WorkflowPlan;
import com.orchestrator.engine.service.RegisteredDefinition;
import com.orchestrator.engine.service.StoredDefinition;
import com.orchestrator.engine.service.ValidatedDefinition;
import com.orchestrator.engine.store.DefinitionStore;
import com.orchestrator.engine.store.StatusChange;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Compiled definitions. A revision is immutable and kept for good; which revision is the default, and whether runs may be
 * started, is asked again after a second, so that a change on another server is seen that soon.
 */
final class Plans {

    private static final long STATUS_TRUSTED_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final DefinitionStore store;
    private final DefinitionCompiler compiler;
    private final CurrentLimits limits;
    private final JobPlans jobs;
    private final LongSupplier ticker;
    private final Map<Key, WorkflowPlan> plans = new ConcurrentHashMap<>();
    private final Map<String, Seen> seen = new ConcurrentHashMap<>();

    private record Key(String namespace, String name, int revision) {}

    private record Seen(Optional<WorkflowStatus> status, long readAtNanos) {
        boolean isFresh(long nanos) {
            return nanos - readAtNanos < STATUS_TRUSTED_NANOS;
        }
    }

    /** @param ticker nanoseconds that never go back */
    Plans(DefinitionStore store, DefinitionCompiler compiler, CurrentLimits limits, LongSupplier ticker) {
        this.store = store;
        this.compiler = compiler;
        this.limits = limits;
        this.jobs = new JobPlans(new JobCompiler(compiler));
        this.ticker = ticker;
    }

    ValidatedDefinition validate(byte[] document) {
        CompiledDefinition compiled = compiler.compile(document, limits.book()::hasBudget);
        WorkflowPlan plan = compiled.plan();
        Neighbours around = Neighbours.of(plan);
        return new ValidatedDefinition(
                plan.namespace(),
                plan.name(),
                compiled.sha256(),
                compiled.warnings(),
                around.queues(),
                around.namespaces());
    }

    RegisteredDefinition register(byte[] document, String source, @Nullable String actor) {
        CompiledDefinition compiled = compiler.compile(document, limits.book()::hasBudget);
        DefinitionStore.Registered registered = store.register(compiled, source, actor);
        WorkflowPlan plan = compiled.plan().withRevision(registered.revision());
        keep(plan);
        seen.remove(nameOf(plan.namespace(), plan.name()));
        return new RegisteredDefinition(
                plan.namespace(),
                plan.name(),
                registered.revision(),
                compiled.sha256(),
                registered.created(),
                compiled.warnings());
    }

    void keep(WorkflowPlan plan) {
        plans.put(new Key(plan.namespace(), plan.name(), plan.revision()), plan);
    }

    WorkflowStatus update(String namespace, String name, WorkflowUpdate update, @Nullable String actor) {
        WorkflowStatus status = store.update(namespace, name, update, actor);
        seen.remove(nameOf(namespace, name));
        return status;
    }

    /** The plan a new run is pinned to. */
    WorkflowPlan forStart(String namespace, String name, @Nullable Integer revision) {
        return get(namespace, name, revision == null ? defaultRevision(namespace, name) : revision);
    }

    private int defaultRevision(String namespace, String name) {
        return status(namespace, name)
                .orElseThrow(() -> StatusChange.noWorkflow(namespace, name))
                .defaultRevision();
    }

    /** @throws OrchestratorException when no run of the workflow may be started now */
    void checkOpen(String namespace, String name) {
        if (status(namespace, name).filter(WorkflowStatus::paused).isPresent()) {
            throw new OrchestratorException(
                    ErrorCode.WORKFLOW_PAUSED,
                    "Workflow '" + name + "' in namespace '" + namespace + "' is paused: no run of it is started");
        }
    }

    private Optional<WorkflowStatus> status(String namespace, String name) {
        Seen known = seen.get(nameOf(namespace, name));
        if (known == null || !known.isFresh(ticker.getAsLong())) {
            known = new Seen(store.status(namespace, name), ticker.getAsLong());
            seen.put(nameOf(namespace, name), known);
        }
        return known.status();
    }

    /** Revisions of the workflows that the plan's tasks run, by task id; none for most plans. */
    Map<String, Integer> childRevisions(WorkflowPlan plan) {
        Map<String, Integer> revisions = new HashMap<>();
        for (Node.Child child : plan.index().children()) {
            WorkflowPlan pinned = forStart(child.namespaceIn(plan), child.workflow(), child.revision());
            revisions.put(child.id(), pinned.revision());
        }
        return revisions;
    }

    /** Plans of jobs, which no definition has. */
    JobPlans jobs() {
        return jobs;
    }

    /** The plan of a run that has begun so. */
    WorkflowPlan of(RunEvent first) {
        if (!(first instanceof LifecycleEvent.WorkflowStarted started)) {
            throw new IllegalStateException("The first event of a run is not its start but " + first);
        }
        return started.job() == null
                ? get(started.namespace(), started.workflow(), started.revision())
                : jobs.get(started.workflow(), started.job());
    }

    /** The plan an existing run is pinned to. */
    WorkflowPlan get(String namespace, String name, int revision) {
        Key key = new Key(namespace, name, revision);
        WorkflowPlan plan = plans.get(key);
        return plan != null ? plan : plans.computeIfAbsent(key, this::compile);
    }

    private WorkflowPlan compile(Key key) {
        StoredDefinition stored = store.find(key.namespace(), key.name(), Optional.of(key.revision()))
                .orElseThrow(() -> new OrchestratorException(
                        ErrorCode.NOT_FOUND,
                        "Workflow '" + key.name() + "' in namespace '" + key.namespace() + "' has no revision "
                                + key.revision()));
        return compiler.recompile(stored.definition()).withRevision(key.revision());
    }

    private static String nameOf(String namespace, String name) {
        return namespace + "\n" + name;
    }
}
