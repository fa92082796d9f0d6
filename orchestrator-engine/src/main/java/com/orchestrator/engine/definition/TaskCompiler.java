package com.orchestrator.engine.definition;

import com.orchestrator.engine.plan.Block;
import com.orchestrator.engine.plan.Condition;
import com.orchestrator.engine.plan.Head;
import com.orchestrator.engine.plan.Locks;
import com.orchestrator.engine.plan.Node;
import com.orchestrator.engine.plan.OnUnknown;
import com.orchestrator.engine.plan.Probe;
import com.orchestrator.engine.plan.RetryPolicy;
import com.orchestrator.engine.plan.SagaRole;
import com.orchestrator.engine.plan.Undo;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compiles one task. Finds out first what kind it is, so that a mistake in it is reported once and in its own terms. */
final class TaskCompiler {

    private static final Set<String> COMMON = Set.of(
            "id", "description", "if", "dependsOn", "onError", "onFailure", "pivot", "savepoint", "locks", "metadata");
    /** The word for a block without any other, which some of the kinds have, too. */
    private static final String BLOCK = "do";

    private static final List<String> KINDS = List.of(
            "task",
            "switch",
            "parallel",
            "map",
            "loop",
            "workflow",
            "signal",
            "wait",
            "set",
            "fail",
            "return",
            "emit",
            "withLock");
    private static final Set<String> WORK = Set.of(
            "task",
            "queue",
            "input",
            "retry",
            "timeouts",
            "compensate",
            "effect",
            "irreversible",
            "onUnknown",
            "probe");
    private static final Set<String> PROBE = Set.of("task", "queue", "input", "retry", "timeouts");
    private static final List<String> WAYS = List.of("retry", "verify", "compensate", "hold");
    private static final Set<String> UNDO = Set.of("task", "queue", "input", "when", "retry", "timeouts");

    private final Faults faults;
    private final DefinitionContext context;
    private final BlockCompiler blocks;
    private final ChildCompiler children;
    private final WaitingCompiler waiting;
    private final RepeatCompiler repeats;
    private final ControlCompiler controls;
    private final RouteCompiler routes;
    private final HandlerCompiler handlers;

    TaskCompiler(Faults faults, DefinitionContext context, BlockCompiler blocks) {
        this.faults = faults;
        this.context = context;
        this.blocks = blocks;
        this.children = new ChildCompiler(context);
        this.waiting = new WaitingCompiler(faults, context);
        this.repeats = new RepeatCompiler(context, blocks);
        this.controls = new ControlCompiler(faults, context);
        this.routes = new RouteCompiler(faults, context);
        this.handlers = new HandlerCompiler(faults, context, blocks);
    }

    /** The task, and what is done about its failures when it says that by more than a word. */
    List<Node> compile(Fields fields, String id, Set<String> dependsOn, int depth) {
        Node task = task(fields, id, dependsOn, depth);
        return HandlerCompiler.isList(fields)
                ? List.of(task, handlers.handling(fields, task.head(), depth))
                : List.of(task);
    }

    private Node task(Fields fields, String id, Set<String> dependsOn, int depth) {
        fields.anyText("description");
        Condition condition = context.condition(fields, "if", id);
        String kind = kindOf(fields).orElse("");
        if (context.isInMap()) {
            Savepoints.refuseInMap(fields);
        }
        if (context.isAfterRollback()) {
            SagaCompiler.refuseAfterRollback(fields);
        }
        SagaRole role = kind.equals("task") ? SagaRoles.ofWork(fields) : SagaRoles.ofOthers(fields);
        Head head = new Head(
                id,
                dependsOn,
                condition,
                handlers.caught(fields),
                role,
                HandlerCompiler.isList(fields) ? null : context.savepoints().savepoint(fields),
                context.savepoints().onFailure(fields, id),
                locks(fields, id, kind));
        fields.allow(allowed(kind));
        return switch (kind) {
            case "task" -> work(fields, head);
            case "switch" -> choice(fields, head, depth);
            case "parallel" -> parallel(fields, head, depth);
            case "map" -> repeats.map(fields, head, depth);
            case "loop" -> repeats.loop(fields, head, depth);
            case "workflow" -> children.child(fields, head);
            case "signal" -> waiting.signal(fields, head);
            case "wait" -> waiting.sleep(fields, head);
            case "set" -> waiting.assign(fields, head);
            case "fail" -> waiting.fail(fields, "fail", head);
            case "return" -> waiting.end(fields, head);
            case "emit" -> waiting.emit(fields, head);
            case "withLock", BLOCK -> block(fields, head, depth);
            default -> new Node.Switch(head, List.of());
        };
    }

    private static Set<String> allowed(String kind) {
        Set<String> allowed = new HashSet<>(COMMON);
        if (kind.isEmpty()) {
            allowed.addAll(WORK);
            allowed.addAll(ControlCompiler.OF_WORK);
            allowed.addAll(RepeatCompiler.BESIDE);
            allowed.addAll(KINDS);
        } else if (kind.equals("task")) {
            allowed.addAll(WORK);
            allowed.addAll(ControlCompiler.OF_WORK);
        } else {
            allowed.add(kind);
            allowed.addAll(beside(kind));
        }
        return allowed;
    }

    /** What stands beside the word that says the kind. */
    private static Set<String> beside(String kind) {
        return switch (kind) {
            case "map", "loop" -> RepeatCompiler.BESIDE;
            case "withLock" -> Set.of(BLOCK);
            default -> Set.of();
        };
    }

    private Locks locks(Fields fields, String id, String kind) {
        if (!kind.equals("withLock")) {
            return controls.locks(fields, id);
        }
        if (fields.has("locks")) {
            String detail = "A 'withLock' names its locks itself";
            fields.fault("locks", FaultCode.CONTRADICTION, detail, "name all of them in 'withLock'");
        }
        return controls.around(fields, id);
    }

    /** One branch. The locks of a {@code withLock} end with it. */
    private Node block(Fields fields, Head head, int depth) {
        fields.require(BLOCK);
        List<Fields.Item> tasks = fields.items(BLOCK);
        if (tasks.isEmpty() && fields.raw(BLOCK).isArray()) {
            String kind = fields.has("withLock") ? "withLock" : BLOCK;
            fields.fault(BLOCK, FaultCode.EMPTY, "A '" + kind + "' needs at least one task to do", null);
        }
        return new Node.Parallel(head, List.of(blocks.compile(head.id() + "/0", tasks, depth + 1)), 1);
    }

    private Optional<String> kindOf(Fields fields) {
        List<String> found = KINDS.stream().filter(fields::has).toList();
        if (found.size() > 1) {
            faults.error(
                    fields.pointer(),
                    FaultCode.SEVERAL_KINDS,
                    "A task is one of " + String.join(", ", found) + ", not all of them",
                    null);
        }
        if (found.isEmpty() && fields.has(BLOCK)) {
            return Optional.of(BLOCK);
        }
        if (found.isEmpty()) {
            faults.error(
                    fields.pointer(),
                    FaultCode.NO_KIND,
                    "A task says what it does by one of " + String.join(", ", KINDS) + ", " + BLOCK,
                    "for work of a worker write 'task: <type>'");
        }
        return found.stream().findFirst();
    }

    private Node work(Fields fields, Head head) {
        RouteCompiler.Routed routed = routes.of(fields, head.id());
        return new Node.Task(
                head,
                routed.taskType(),
                routed.queue(),
                context.forWorker(fields, head.id(), false),
                context.policies().retry(fields, RetryPolicy.FORWARD_DEFAULT),
                context.policies().timeouts(fields),
                undo(fields, head.id()),
                onUnknown(fields, head.id()),
                controls.ofWork(fields, head.id(), context.shared(), routed.route()));
    }

    private static Optional<String> queue(Fields fields) {
        return fields.text("queue", Names.TASK_TYPE, Names.TASK_TYPE_SHAPE);
    }

    private @Nullable Undo undo(Fields owner, String id) {
        return owner.object("compensate").map(fields -> undoOf(fields, id)).orElse(null);
    }

    private Undo undoOf(Fields fields, String id) {
        fields.allow(UNDO);
        String type = fields.requiredText("task", Names.TASK_TYPE, Names.TASK_TYPE_SHAPE);
        return new Undo(
                type,
                queue(fields).orElse(type),
                context.forWorker(fields, id, true),
                fields.choice("when", List.of("attempted", "completed"))
                        .map("attempted"::equals)
                        .orElse(true),
                context.policies().retry(fields, context.undoPolicy()),
                context.policies().timeouts(fields));
    }

    private OnUnknown onUnknown(Fields owner, String id) {
        Optional<OnUnknown.Choice> said =
                owner.choice("onUnknown", WAYS).map(way -> OnUnknown.Choice.valueOf(way.toUpperCase(Locale.ROOT)));
        OnUnknown.Choice choice = said.orElse(OnUnknown.Choice.RETRY);
        boolean isClear = said.isPresent() || !owner.has("onUnknown");
        if (isClear) {
            checkProbe(owner, choice == OnUnknown.Choice.VERIFY);
        }
        Optional<Probe> probe = owner.object("probe").map(fields -> probeOf(fields, id));
        return new OnUnknown(choice, probe.orElse(null));
    }

    private static void checkProbe(Fields owner, boolean isAsked) {
        if (isAsked && !owner.has("probe")) {
            String hint = "write 'probe: { task: <type> }'";
            owner.fault("onUnknown", FaultCode.MISSING_KEY, "'onUnknown: verify' needs a 'probe'", hint);
        }
        if (!isAsked && owner.has("probe")) {
            owner.fault("probe", FaultCode.NEVER_ASKED, "Nobody asks this probe", "write 'onUnknown: verify'");
        }
    }

    private Probe probeOf(Fields fields, String id) {
        fields.allow(PROBE);
        String type = fields.requiredText("task", Names.TASK_TYPE, Names.TASK_TYPE_SHAPE);
        return new Probe(
                type,
                queue(fields).orElse(type),
                context.forWorker(fields, id, false),
                context.policies().retry(fields, RetryPolicy.FORWARD_DEFAULT),
                context.policies().timeouts(fields));
    }

    private Node choice(Fields fields, Head head, int depth) {
        List<Node.Case> cases = new ArrayList<>();
        List<Fields.Item> items = fields.items("switch");
        if (items.isEmpty() && fields.isListOrAbsent("switch")) {
            fields.fault("switch", FaultCode.EMPTY, "A switch needs at least one case", null);
        }
        for (int i = 0; i < items.size(); i++) {
            Fields option = Fields.of(items.get(i).node(), items.get(i).pointer(), faults)
                    .orElse(null);
            if (option != null) {
                cases.add(caseOf(option, head.id(), i, i == items.size() - 1, depth));
            }
        }
        return new Node.Switch(head, cases);
    }

    private Node.Case caseOf(Fields option, String id, int index, boolean isLast, int depth) {
        String blockId = id + "/" + index;
        if (option.has("default")) {
            option.allow(Set.of("default"));
            if (!isLast) {
                option.fault("default", FaultCode.DEFAULT_NOT_LAST, "The default case must be the last one", null);
            }
            return new Node.Case(null, blocks.compile(blockId, option.items("default"), depth + 1));
        }
        option.allow(Set.of("when", "do"));
        if (!option.has("when")) {
            faults.error(option.pointer(), FaultCode.MISSING_KEY, "A case needs 'when', or is 'default'", null);
        }
        Condition condition = context.condition(option, "when", id);
        Block block = blocks.compile(blockId, option.items("do"), depth + 1);
        return new Node.Case(condition, block);
    }

    private Node parallel(Fields owner, Head head, int depth) {
        Fields fields = owner.object("parallel").orElse(null);
        if (fields == null) {
            return new Node.Parallel(head, List.of(), 0);
        }
        fields.allow(Set.of("join", "branches"));
        List<Block> branches = new ArrayList<>();
        for (Fields.Item branch : fields.items("branches")) {
            branches.add(branch(branch, head.id() + "/" + branches.size(), depth));
        }
        if (branches.isEmpty() && fields.isListOrAbsent("branches")) {
            fields.fault("branches", FaultCode.EMPTY, "A parallel needs at least one branch", null);
        }
        return new Node.Parallel(head, branches, joinAt(fields, branches.size()));
    }

    private Block branch(Fields.Item branch, String blockId, int depth) {
        if (!branch.node().isArray()) {
            faults.error(branch.pointer(), FaultCode.WRONG_TYPE, "A branch is a list of tasks", "write '- - id: …'");
            return Block.of(blockId, List.of());
        }
        List<Fields.Item> items = new ArrayList<>();
        for (int i = 0; i < branch.node().size(); i++) {
            items.add(new Fields.Item(branch.node().get(i), branch.pointer() + "/" + i));
        }
        return blocks.compile(blockId, items, depth + 1);
    }

    private static int joinAt(Fields fields, int branches) {
        if (fields.raw("join").isObject()) {
            return fields.object("join")
                    .map(join -> {
                        join.allow(Set.of("atLeast"));
                        join.require("atLeast");
                        return join.integer("atLeast", 1, Math.max(1, branches)).orElse(branches);
                    })
                    .orElse(branches);
        }
        return fields.choice("join", List.of("all", "any"))
                .map(join -> join.equals("any") ? 1 : branches)
                .orElse(branches);
    }
}
