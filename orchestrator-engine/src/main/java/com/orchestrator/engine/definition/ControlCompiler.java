package com.orchestrator.engine.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.orchestrator.api.model.Priority;
import com.orchestrator.engine.expression.HasReferences;
import com.orchestrator.engine.plan.Fairness;
import com.orchestrator.engine.plan.KeyTemplate;
import com.orchestrator.engine.plan.KeyedCap;
import com.orchestrator.engine.plan.KeyedRate;
import com.orchestrator.engine.plan.Locks;
import com.orchestrator.engine.plan.Route;
import com.orchestrator.engine.plan.RunAdmission;
import com.orchestrator.engine.plan.RunConcurrency;
import com.orchestrator.engine.plan.TaskControls;
import com.orchestrator.engine.plan.Template;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compiles what decides when work may start: priority, budget, fairness, rates, caps and locks, of workflows and of tasks. */
final class ControlCompiler {

    /** What work for a worker can say about it. */
    static final Set<String> OF_WORK = Set.of("priority", "budget", "fairness", "concurrency", "rateLimit");

    private static final List<String> PRIORITIES = List.of("P0", "P1", "P2", "P3");
    private static final List<String> OVERFLOWS = List.of("queue", "reject", "cancelOldest", "coalesce");
    private static final int CONCURRENCY_MAX = 10_000;
    private static final int WEIGHT_MAX = 1_000;
    private static final int COUNT_MAX = 1_000_000;
    private static final int LOCKS_MAX = 20;

    private final Faults faults;
    private final DefinitionContext context;

    ControlCompiler(Faults faults, DefinitionContext context) {
        this.faults = faults;
        this.context = context;
    }

    static Optional<Priority> priority(Fields fields) {
        return fields.choice("priority", PRIORITIES).map(Priority::of);
    }

    // ---- of the workflow

    /** What tasks that do not say otherwise take over. */
    TaskControls shared(Fields workflow) {
        return new TaskControls(
                null,
                key(workflow, "budget", null),
                fairness(workflow, null).orElse(null),
                null,
                rate(workflow, null).orElse(null),
                null);
    }

    RunAdmission admission(Fields workflow) {
        RunConcurrency concurrency =
                workflow.object("concurrency").flatMap(this::ofRuns).orElse(null);
        return new RunAdmission(concurrency, new Locks(names(workflow, "locks", null), null));
    }

    private Optional<RunConcurrency> ofRuns(Fields fields) {
        fields.allow(Set.of("key", "max", "overflow"));
        RunConcurrency.Overflow overflow = fields.choice("overflow", OVERFLOWS)
                .map(word -> RunConcurrency.Overflow.values()[OVERFLOWS.indexOf(word)])
                .orElse(RunConcurrency.Overflow.QUEUE);
        KeyTemplate key = beforeTasks(key(fields, "key", null), fields.pointer("key"));
        return max(fields).map(max -> new RunConcurrency(key, max, overflow));
    }

    /** What is taken before the first task can read no task. */
    private @Nullable KeyTemplate beforeTasks(@Nullable KeyTemplate key, String pointer) {
        boolean readsTasks = key != null
                && key.template() instanceof HasReferences expression
                && !expression.references().tasks().isEmpty();
        if (readsTasks) {
            faults.error(
                    pointer,
                    FaultCode.READS_LATER_TASK,
                    "No task has run when the workflow's own keys are evaluated",
                    "read 'input', or say it at a task");
        }
        return key;
    }

    // ---- of a task

    /** Of work for a worker. */
    TaskControls ofWork(Fields task, String id, TaskControls shared, @Nullable Route route) {
        return new TaskControls(
                priority(task).orElse(null),
                task.has("budget") ? key(task, "budget", id) : shared.budget(),
                fairness(task, id).orElse(shared.fairness()),
                cap(task, id).orElse(null),
                rate(task, id).orElse(shared.rateLimit()),
                route);
    }

    private Optional<Fairness> fairness(Fields owner, @Nullable String id) {
        return owner.object("fairness").flatMap(fields -> {
            fields.allow(Set.of("key", "weight", "maxConcurrent"));
            fields.require("key");
            int weight = fields.integer("weight", 1, WEIGHT_MAX).orElse(Fairness.WEIGHT_DEFAULT);
            Integer max = fields.integer("maxConcurrent", 1, CONCURRENCY_MAX).orElse(null);
            return Optional.ofNullable(key(fields, "key", id)).map(key -> new Fairness(key, weight, max));
        });
    }

    private Optional<KeyedCap> cap(Fields owner, String id) {
        return owner.object("concurrency").flatMap(fields -> {
            if (fields.has("overflow")) {
                fields.fault(
                        "overflow",
                        FaultCode.UNKNOWN_KEY,
                        "Attempts of a task that find no room wait; only runs have an 'overflow'",
                        "say 'concurrency' of the workflow");
            }
            fields.allow(Set.of("key", "max", "overflow"));
            KeyTemplate key = key(fields, "key", id);
            return max(fields).map(max -> new KeyedCap(key, max));
        });
    }

    private static Optional<Integer> max(Fields fields) {
        fields.require("max");
        return fields.integer("max", 1, CONCURRENCY_MAX);
    }

    private Optional<KeyedRate> rate(Fields owner, @Nullable String id) {
        return owner.object("rateLimit").flatMap(fields -> {
            fields.allow(Set.of("key", "count", "per", "burst"));
            fields.require("count");
            fields.require("per");
            KeyTemplate key = key(fields, "key", id);
            Optional<Duration> per = fields.duration("per");
            int burst = fields.integer("burst", 1, COUNT_MAX).orElse(1);
            return fields.integer("count", 1, COUNT_MAX)
                    .flatMap(count -> per.map(time -> new KeyedRate(key, count, time, burst, id == null)));
        });
    }

    // ---- locks

    /** {@code locks: [name, …]} or {@code locks: {names: [name, …], until: task}}. */
    Locks locks(Fields task, String id) {
        if (!task.raw("locks").isObject()) {
            return new Locks(names(task, "locks", id), null);
        }
        return task.object("locks")
                .map(fields -> {
                    fields.allow(Set.of("names", "until"));
                    fields.require("names");
                    String until = fields.text("until", Names.TASK_ID, Names.TASK_ID_SHAPE)
                            .orElse(null);
                    return new Locks(names(fields, "names", id), until);
                })
                .orElse(Locks.NONE);
    }

    /** The locks of a {@code withLock} block, given back with its end. */
    Locks around(Fields task, String id) {
        return new Locks(names(task, "withLock", id), id);
    }

    private List<KeyTemplate> names(Fields owner, String key, @Nullable String id) {
        List<Fields.Item> items = owner.items(key);
        boolean isEmpty = items.isEmpty() && owner.raw(key).isArray();
        if (isEmpty || items.size() > LOCKS_MAX) {
            owner.fault(key, FaultCode.EMPTY, "'" + key + "' names 1 to " + LOCKS_MAX + " locks", null);
            return List.of();
        }
        List<KeyTemplate> names = new ArrayList<>();
        for (Fields.Item item : items) {
            KeyTemplate name = name(item.node(), item.pointer(), id);
            if (name != null) {
                names.add(id == null ? beforeTasks(name, item.pointer()) : name);
            }
        }
        return names;
    }

    private @Nullable KeyTemplate key(Fields owner, String key, @Nullable String id) {
        return owner.has(key) ? name(owner.raw(key), owner.pointer(key), id) : null;
    }

    private @Nullable KeyTemplate name(JsonNode node, String pointer, @Nullable String id) {
        if (!node.isTextual() || node.textValue().isBlank()) {
            String found = node.isTextual() ? "blank" : Fields.typeOf(node);
            faults.error(
                    pointer, FaultCode.WRONG_TYPE, "A key or name must be text, not " + found, "write ${ input.x }");
            return null;
        }
        Optional<Template> template = context.template(node, pointer, id, false);
        template.ifPresent(ignored -> context.keys().add(pointer));
        return template.map(KeyTemplate::new).orElse(null);
    }
}
