package com.orchestrator.engine.simulation;

import com.orchestrator.api.definition.AttributeType;
import com.orchestrator.api.model.Cause;
import com.orchestrator.api.model.Payload;
import com.orchestrator.engine.decision.CycleBuilder;
import com.orchestrator.engine.decision.Expressions;
import com.orchestrator.engine.decision.NodeBuilder;
import com.orchestrator.engine.decision.PlanBuilder;
import com.orchestrator.engine.history.Iteration;
import com.orchestrator.engine.history.NodeKey;
import com.orchestrator.engine.plan.Caught;
import com.orchestrator.engine.plan.Finally;
import com.orchestrator.engine.plan.Handler.Then;
import com.orchestrator.engine.plan.Handling;
import com.orchestrator.engine.plan.Locks;
import com.orchestrator.engine.plan.Loop;
import com.orchestrator.engine.plan.OnParentClose;
import com.orchestrator.engine.plan.OnUnknown.Choice;
import com.orchestrator.engine.plan.RetryPolicy;
import com.orchestrator.engine.plan.RunAdmission;
import com.orchestrator.engine.plan.SagaPlan;
import com.orchestrator.engine.plan.Scope;
import com.orchestrator.engine.plan.SearchAttribute;
import com.orchestrator.engine.plan.TaskControls;
import com.orchestrator.engine.plan.TaskTimeouts;
import com.orchestrator.engine.plan.WorkflowPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A random workflow, and what an oracle may know about it: which work there is, how it is undone, and what comes after
 * what. The order is computed here from the nested lists, not taken from the plan that the engine decides with.
 */
final class Shape {

    /** When a task wants to be undone. */
    enum UndoWish {
        NEVER,
        WHEN_COMPLETED,
        WHEN_ATTEMPTED
    }

    /** A task that workers do; inside of maps and loops, one for each item or turn, by {@code id#iteration}. */
    record Work(String id, UndoWish undo, int attemptsMax, boolean irreversible, Choice onUnknown) {
        /** The same for one item of a map around it. */
        Work ofItem(int index) {
            return new Work(nameOf(id, index), undo, attemptsMax, irreversible, onUnknown);
        }
    }

    /** A task that runs another workflow; inside of maps, one for each item. */
    record Call(String id, Shape workflow, OnParentClose onParentClose) {
        Call ofItem(int index) {
            return new Call(nameOf(id, index), workflow, onParentClose);
        }
    }

    /** What the failure of a node leads to. */
    record Handler(String savepoint, int rounds) {}

    private record Item(String id, Set<String> dependsOn, List<List<Item>> blocks, NodeBuilder<?> builder) {

        Item(String id, NodeBuilder<?> builder) {
            this(id, new HashSet<>(), new ArrayList<>(), builder);
        }

        /** The same for one item of a map around it. */
        Item ofItem(int index) {
            return new Item(
                    nameOf(id, index),
                    dependsOn.stream().map(before -> nameOf(before, index)).collect(Collectors.toSet()),
                    blocks.stream()
                            .map(block -> block.stream()
                                    .map(item -> item.ofItem(index))
                                    .toList())
                            .toList(),
                    builder);
        }
    }

    private static final int WORK_MAX = 12;
    private static final int WORK_OF_CHILD_MAX = 4;
    private static final int DEPTH_MAX = 3;
    private static final int TASKS_MAX = 5;
    private static final int TASKS_OF_CHILD_MAX = 3;
    private static final int CALLS_MAX = 3;
    private static final Caught[] CAUGHT = {
        Caught.EVERYTHING, new Caught(false, Set.of("BROKEN")), new Caught(false, Set.of("NOT_WANTED", "HOPELESS"))
    };

    private final Random random;
    private final String name;
    private final List<Shape> callable;
    private final boolean isRoot;
    private final @Nullable Scarcity scarcity;
    private final Map<String, Work> works = new LinkedHashMap<>();
    private final Map<String, Call> calls = new LinkedHashMap<>();
    private final Map<String, TaskControls> controls = new HashMap<>();
    private final Map<String, Integer> values = new HashMap<>();
    private final Set<String> signals = new HashSet<>();
    private final Map<String, Set<String>> later = new HashMap<>();
    private final Map<String, Set<String>> inside = new HashMap<>();
    private final Map<String, String> savepoints = new LinkedHashMap<>();
    private final Map<String, Handler> handlers = new HashMap<>();
    private final Set<String> pivots = new HashSet<>();
    private final Map<Finally, List<Item>> after = new EnumMap<>(Finally.class);
    private final Map<String, String> signalKeys = new TreeMap<>();
    private final SagaPlan saga;
    private final List<Item> tasks;
    private final WorkflowPlan plan;
    private int named;

    /** A workflow that runs no others. */
    Shape(Random random) {
        this(random, "order", List.of(), true, null, null);
    }

    /**
     * @param callable workflows that it may run
     * @param isRoot no other runs it; those that are run are smaller
     * @param scarcity what there is too little of; null when there is enough of everything
     * @param sequels what it does after a rollback, and by which keys signals find it; null for neither
     */
    Shape(
            Random random,
            String name,
            List<Shape> callable,
            boolean isRoot,
            @Nullable Scarcity scarcity,
            @Nullable Sequels sequels) {
        this.random = random;
        this.name = name;
        this.callable = callable;
        this.isRoot = isRoot;
        this.scarcity = scarcity;
        this.saga = saga();
        this.tasks = block(0);
        order(tasks, Set.of());
        mark(tasks, List.of());
        markPivot(tasks);
        if (sequels != null) {
            sequels.after(this::name).forEach(this::addAfter);
            signals.stream().sorted().forEach(signal -> sequels.key().ifPresent(key -> signalKeys.put(signal, key)));
        }
        PlanBuilder builder = PlanBuilder.workflow(builders(tasks))
                .named(name)
                .compensateOn(saga.compensateOn().toArray(Cause.Kind[]::new))
                .order(saga.order())
                .onUndoFailure(saga.onUndoFailure())
                .parallelismMax(saga.parallelismMax());
        after.forEach((what, items) -> builder.after(what, builders(items)));
        WorkflowPlan free =
                chance(0.1) ? builder.executionTimeout(Duration.ofMinutes(5)).build() : builder.build();
        RunAdmission admission = scarcity == null ? RunAdmission.NONE : scarcity.ofRuns();
        WorkflowPlan admitted = admission.equals(RunAdmission.NONE) ? free : free.withAdmission(admission);
        this.plan = signalKeys.isEmpty() ? admitted : admitted.withSearchAttributes(keys());
    }

    private List<SearchAttribute> keys() {
        return signalKeys.entrySet().stream()
                .map(each -> new SearchAttribute(
                        SearchAttribute.ofSignal(each.getKey()),
                        AttributeType.TEXT,
                        Expressions.json('"' + each.getValue() + '"'),
                        Set.of()))
                .toList();
    }

    // ---- what the oracle may know

    String name() {
        return name;
    }

    SagaPlan sagaPlan() {
        return saga;
    }

    WorkflowPlan plan() {
        return plan;
    }

    Map<String, Work> works() {
        return works;
    }

    /** Tasks that run other workflows. */
    Map<String, Call> calls() {
        return calls;
    }

    /** What holds attempts of a task back, by the id that the definition has for it. */
    TaskControls controlsOf(String id) {
        return controls.getOrDefault(id, TaskControls.NONE);
    }

    /** What the variable is set to by a task, by the id that the definition has for it. */
    @Nullable
    Integer valueSetBy(String id) {
        return values.get(id);
    }

    Set<String> signals() {
        return signals;
    }

    /** By which a signal finds all runs of it; null when there is none. */
    @Nullable
    String keyOf(String signal) {
        return signalKeys.get(signal);
    }

    /** Of what stands inside a map, for one of its items; maps further in have counted theirs already. */
    private static String nameOf(String id, int index) {
        String base = baseOf(id);
        return base + "#" + index + (id.equals(base) ? "" : "." + id.substring(base.length() + 1));
    }

    /** What the definition calls it. */
    static String baseOf(String name) {
        return name.contains("#") ? name.substring(0, name.indexOf('#')) : name;
    }

    /** How a rollback names a task: in a loop by its turn, or for all turns, in a map for all items. */
    String placeOf(String id, boolean namesTurn) {
        long loops = plan.repeatedAround(baseOf(id)).stream()
                .takeWhile(Loop.class::isInstance)
                .count();
        String turn = NodeKey.parse(id).iteration();
        return new NodeKey(baseOf(id), namesTurn ? Iteration.prefix(turn, (int) loops) : null).toString();
    }

    /** All tasks, whatever their kind. */
    List<String> ids() {
        return inside.keySet().stream().sorted().toList();
    }

    /** What is done after a rollback that a task belongs to; null when it is part of the way forward. */
    @Nullable
    Finally afterRollback(String id) {
        return after.entrySet().stream()
                .filter(each ->
                        each.getValue().stream().anyMatch(item -> item.id().equals(id)))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(null);
    }

    boolean hasAfter(Finally what) {
        return after.containsKey(what);
    }

    /** Names of save-points. */
    List<String> savepoints() {
        return List.copyOf(savepoints.keySet());
    }

    /** Tasks after which nothing is undone by itself; workers do them, and no block is around them. */
    Set<String> pivots() {
        return pivots;
    }

    @Nullable
    Handler handlerOf(String id) {
        return handlers.get(id);
    }

    /** Nodes with a handler that a failure of the given node meets on its way to the run. */
    List<String> handlersAround(String id) {
        return handlers.keySet().stream()
                .filter(handler -> inside.get(handler).contains(id))
                .toList();
    }

    boolean isLeaf(String id) {
        return inside.get(id).size() == 1;
    }

    /** Whether {@code second} runs only after {@code first} in every run. */
    boolean comesAfter(String second, String first) {
        return later.getOrDefault(first, Set.of()).contains(second);
    }

    /** A node, what is in it and what comes after it; everything when there is no node. */
    Set<String> tasksFrom(@Nullable String id) {
        if (id == null) {
            return inside.keySet();
        }
        Set<String> scope = new HashSet<>();
        for (String task : inside.keySet()) {
            if (baseOf(task).equals(id) || task.equals(id) || (id.contains("#") && task.startsWith(id + '.'))) {
                scope.addAll(inside.get(task));
                scope.addAll(later.getOrDefault(task, Set.of()));
            }
        }
        return scope;
    }

    /** What runs after a save-point. */
    Set<String> tasksAfter(String savepoint) {
        return later.get(savepoints.get(savepoint));
    }

    /** Work in a node and after it; all of it when there is no node. */
    Set<String> workFrom(@Nullable String id) {
        return id == null ? works.keySet() : workIn(tasksFrom(id));
    }

    /** Work that runs after a save-point. */
    Set<String> workAfter(String savepoint) {
        return workIn(tasksAfter(savepoint));
    }

    private Set<String> workIn(Set<String> tasks) {
        Set<String> scope = new HashSet<>(tasks);
        scope.retainAll(works.keySet());
        return scope;
    }

    /** What it looks like, for people. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(
                "workflow " + name + ": undone when " + new TreeSet<>(saga.compensateOn()) + ", " + saga.order() + ", "
                        + saga.onUndoFailure() + ", at most " + saga.parallelismMax() + " at once"
                        + (plan.executionTimeout() == null ? "" : ", within " + plan.executionTimeout()));
        describe(tasks, "  ", lines);
        after.forEach((what, items) -> {
            lines.add("  finally, " + what.word());
            describe(items, "    ", lines);
        });
        return lines;
    }

    private void describe(List<Item> items, String indent, List<String> lines) {
        for (Item item : items) {
            Object what = works.containsKey(item.id()) ? works.get(item.id()) : calls.get(item.id());
            lines.add(indent
                    + item.id()
                    + (item.dependsOn().isEmpty() ? "" : " after " + new TreeSet<>(item.dependsOn()))
                    + (what instanceof Work work ? " " + work : "")
                    + (what instanceof Call call ? " runs " + call.workflow().name() + ", " + call.onParentClose() : "")
                    + (pivots.contains(item.id()) ? ", pivot" : "")
                    + (handlers.containsKey(item.id()) ? ", " + handlers.get(item.id()) : "")
                    + savepoints.entrySet().stream()
                            .filter(savepoint -> savepoint.getValue().equals(item.id()))
                            .map(savepoint -> ", sets " + savepoint.getKey())
                            .collect(Collectors.joining()));
            for (List<Item> block : item.blocks()) {
                lines.add(indent + "  -");
                describe(block, indent + "    ", lines);
            }
        }
    }

    // ---- drawing

    private boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    private <T> T pick(T[] from) {
        return from[random.nextInt(from.length)];
    }

    private SagaPlan saga() {
        Set<Cause.Kind> on = new HashSet<>(SagaPlan.DEFAULT.compensateOn());
        if (chance(0.1)) {
            on.remove(Cause.Kind.values()[random.nextInt(3)]);
        }
        SagaPlan.Order order = SagaPlan.Order.values()[Math.max(0, random.nextInt(5) - 2)];
        return new SagaPlan(
                on,
                order,
                chance(0.5) ? SagaPlan.OnUndoFailure.SUSPEND : SagaPlan.OnUndoFailure.CONTINUE,
                chance(0.3) ? 1 + random.nextInt(2) : SagaPlan.PARALLELISM_DEFAULT,
                Map.of());
    }

    /** One behind the other, without blocks. */
    private void addAfter(Finally what, List<Sequels.Step> steps) {
        List<Item> items = new ArrayList<>();
        for (Sequels.Step step : steps) {
            Item item = new Item(step.id(), step.builder());
            if (!items.isEmpty()) {
                item.dependsOn().add(items.get(items.size() - 1).id());
            }
            items.add(item);
            inside.put(step.id(), Set.of(step.id()));
            if (step.work() != null) {
                works.put(step.id(), step.work());
            }
        }
        after.put(what, items);
    }

    private List<Item> block(int depth) {
        List<Item> items = new ArrayList<>();
        int size = 1 + random.nextInt(depth == 0 && isRoot ? TASKS_MAX : TASKS_OF_CHILD_MAX);
        boolean dag = chance(0.35);
        for (int i = 0; i < size; i++) {
            Item item = item(depth);
            if (dag) {
                depend(item, items);
            } else if (!items.isEmpty()) {
                item.dependsOn().add(items.get(items.size() - 1).id());
            }
            items.add(item);
            if (!item.id().startsWith("end") && chance(0.15)) {
                items.add(rescue(item, depth));
            }
        }
        return items;
    }

    /** What is done about failures of an item, right behind it. */
    private Item rescue(Item of, int depth) {
        Caught caught = pick(CAUGHT);
        boolean isEmpty = depth >= DEPTH_MAX || chance(0.3);
        List<Item> block = isEmpty ? List.of() : block(depth + 1);
        NodeBuilder.Rescue builder = PlanBuilder.rescue(of.id())
                .when(
                        caught,
                        pick(new Then[] {Then.CONTINUE, Then.CONTINUE, Then.FAIL, Then.RETURN}),
                        builders(block).toArray(NodeBuilder<?>[]::new));
        of.builder().caught(caught);
        Item rescue = new Item(of.id() + Handling.SUFFIX, new HashSet<>(), List.of(block), builder);
        rescue.dependsOn().add(of.id());
        return rescue;
    }

    private void depend(Item item, List<Item> before) {
        for (Item candidate : before) {
            if (chance(0.4)) {
                item.dependsOn().add(candidate.id());
            }
        }
        item.builder().dependsOn(item.dependsOn().toArray(String[]::new));
    }

    private Item item(int depth) {
        if (!callable.isEmpty() && calls.size() < (isRoot ? CALLS_MAX : 1) && chance(0.25)) {
            return call();
        }
        boolean mayGrow = depth < DEPTH_MAX && works.size() < (isRoot ? WORK_MAX : WORK_OF_CHILD_MAX);
        double kind = random.nextDouble();
        if (mayGrow && kind < 0.22) {
            return parallel(depth);
        }
        if (mayGrow && kind < 0.32) {
            return choice(depth);
        }
        if (mayGrow && kind > 0.9) {
            return each(depth);
        }
        if (mayGrow && kind > 0.83) {
            return loop(depth);
        }
        if (kind < 0.38) {
            return waiting();
        }
        if (kind < 0.48) {
            int value = random.nextInt(100);
            String id = name("set");
            values.put(id, value);
            return new Item(id, PlanBuilder.assign(id, "{\"v\":" + value + "}"));
        }
        if (kind < 0.49) {
            String id = name("emit");
            return new Item(id, PlanBuilder.emit(id, "told", "{}"));
        }
        if (kind < 0.50) {
            String id = name("fail");
            return new Item(id, PlanBuilder.fail(id, "NOT_WANTED"));
        }
        if (kind < 0.515) {
            String id = name("end");
            return new Item(id, PlanBuilder.end(id, "{\"by\":\"" + id + "\"}"));
        }
        return work();
    }

    private Item call() {
        String id = name("run");
        Shape workflow = callable.get(random.nextInt(callable.size()));
        OnParentClose[] choices = OnParentClose.values();
        OnParentClose onParentClose = choices[Math.max(0, random.nextInt(choices.length * 3) - choices.length * 2)];
        NodeBuilder.SubRun builder = PlanBuilder.child(id, workflow.name()).onParentClose(onParentClose);
        calls.put(id, new Call(id, workflow, onParentClose));
        return withHead(new Item(id, chance(0.85) ? builder : builder.withoutWaiting()));
    }

    private String name(String kind) {
        return kind + ++named;
    }

    private Item waiting() {
        if (chance(0.5)) {
            String id = name("wait");
            return new Item(id, PlanBuilder.sleep(id, (1 + random.nextInt(40)) + "s"));
        }
        String id = name("signal");
        String signalName = "go" + random.nextInt(2);
        signals.add(signalName);
        NodeBuilder.Message message = PlanBuilder.signal(id, signalName);
        return new Item(id, chance(0.3) ? message.timeout(Duration.ofSeconds(90)) : message);
    }

    private Item parallel(int depth) {
        String id = name("par");
        List<List<Item>> branches = new ArrayList<>();
        int count = 2 + random.nextInt(2);
        for (int i = 0; i < count; i++) {
            branches.add(block(depth + 1));
        }
        int joinAt = chance(0.5) ? count : 1 + random.nextInt(count);
        NodeBuilder.Fork fork = PlanBuilder.atLeast(joinAt, id);
        branches.forEach(branch -> fork.branch(builders(branch).toArray(NodeBuilder<?>[]::new)));
        return withHead(new Item(id, new HashSet<>(), branches, fork));
    }

    private Item choice(int depth) {
        String id = name("sw");
        List<List<Item>> cases = new ArrayList<>();
        NodeBuilder.Choice choice = PlanBuilder.choice(id);
        int count = 1 + random.nextInt(2);
        for (int i = 0; i < count; i++) {
            List<Item> block = chance(0.1) ? List.of() : block(depth + 1);
            cases.add(block);
            boolean taken = chance(0.7);
            choice.when(Expressions.when(scope -> taken), builders(block).toArray(NodeBuilder<?>[]::new));
        }
        return withHead(new Item(id, new HashSet<>(), cases, choice));
    }

    private Item each(int depth) {
        String id = name("map");
        List<Item> block = block(depth + 1);
        int count = random.nextInt(4);
        List<List<Item>> items = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int index = i;
            items.add(block.stream().map(item -> item.ofItem(index)).toList());
        }
        block.forEach(item -> multiply(item, count));
        String list = IntStream.range(0, count).mapToObj(String::valueOf).collect(Collectors.joining(",", "[", "]"));
        NodeBuilder.Each each = PlanBuilder.each(id, list, builders(block).toArray(NodeBuilder<?>[]::new))
                .concurrencyMax(1 + random.nextInt(3));
        return withHead(
                new Item(id, new HashSet<>(), items, chance(0.5) ? each.tolerate(random.nextInt(count + 1)) : each));
    }

    private Item loop(int depth) {
        String id = name("loop");
        List<Item> block = block(depth + 1);
        int count = random.nextInt(4);
        List<List<Item>> turns = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int index = i;
            turns.add(block.stream().map(item -> item.ofItem(index)).toList());
        }
        block.forEach(item -> multiply(item, count));
        NodeBuilder<?>[] nodes = builders(block).toArray(NodeBuilder<?>[]::new);
        CycleBuilder cycle = chance(0.5) || count == 0
                ? CycleBuilder.turns(id, count, nodes)
                : CycleBuilder.untilTurn(id, count, nodes);
        return withHead(new Item(id, new HashSet<>(), turns, chance(0.3) ? cycle.remembers() : cycle));
    }

    /** What stands inside a map or a loop is there once for each item or turn. */
    private void multiply(Item item, int count) {
        item.blocks().forEach(block -> block.forEach(inner -> multiply(inner, count)));
        Work work = works.remove(item.id());
        Call call = calls.remove(item.id());
        for (int i = 0; i < count; i++) {
            if (work != null) {
                works.put(nameOf(item.id(), i), work.ofItem(i));
            }
            if (call != null) {
                calls.put(nameOf(item.id(), i), call.ofItem(i));
            }
        }
    }

    private Item withHead(Item item) {
        if (chance(0.2)) {
            item.builder().continueOnError();
        }
        if (chance(0.05)) {
            item.builder().onlyIf(Expressions.never());
        }
        return item;
    }

    private Item work() {
        String id = name("t");
        UndoWish undo = UndoWish.values()[Math.min(2, random.nextInt(5))];
        int attempts = 1 + random.nextInt(3);
        NodeBuilder.Work builder = PlanBuilder.task(id)
                .retry(new RetryPolicy(
                        attempts, Duration.ofSeconds(1), 2.0, Duration.ofSeconds(5), 1.0, null, Set.of("HOPELESS")));
        if (undo != UndoWish.NEVER) {
            builder.undo(Expressions.template(Shape::undoInput)).undoAttempts(3);
        }
        if (undo == UndoWish.WHEN_COMPLETED) {
            builder.undoWhenCompleted();
        }
        if (chance(0.15)) {
            builder.executionTimeout(Duration.ofSeconds(20));
        }
        if (chance(0.05)) {
            builder.totalTimeout(Duration.ofSeconds(100));
        }
        if (chance(0.03)) {
            builder.scheduleTimeout(Duration.ofSeconds(60));
        }
        boolean irreversible = undo == UndoWish.NEVER && chance(0.4);
        if (irreversible) {
            builder.irreversible();
        }
        Choice onUnknown = chance(0.5) ? pick(Choice.values()) : Choice.RETRY;
        builder.onUnknown(onUnknown);
        if (onUnknown == Choice.VERIFY && chance(0.1)) {
            builder.probeTimeouts(new TaskTimeouts(Duration.ofSeconds(60), null, null, Duration.ofSeconds(100)));
        }
        if (scarcity != null) {
            restrain(id, builder, scarcity);
        }
        works.put(id, new Work(id, undo, attempts, irreversible, onUnknown));
        return withHead(new Item(id, builder));
    }

    private void restrain(String id, NodeBuilder.Work builder, Scarcity from) {
        Locks locks = from.locksOf(id);
        if (!locks.isEmpty()) {
            builder.locks(locks);
        }
        controls.put(id, from.ofTask());
        builder.controls(controls.get(id));
    }

    /**
     * Inside maps and loops there are no marks.
     *
     * @param reached save-points that are always reached before the block begins
     */
    private void mark(List<Item> items, List<String> reached) {
        for (Item item : items) {
            List<String> before = new ArrayList<>(reached);
            for (Item other : items) {
                if (waitsFor(item, other.id(), items)) {
                    savepoints.forEach((name, id) -> {
                        if (id.equals(other.id())) {
                            before.add(name);
                        }
                    });
                }
            }
            boolean isRescue = item.builder() instanceof NodeBuilder.Rescue;
            if (!isRescue && !before.isEmpty() && chance(0.3)) {
                handle(item, before.get(random.nextInt(before.size())));
            }
            if (!isRescue && chance(0.2)) {
                String name = "sp" + savepoints.size();
                savepoints.put(name, item.id());
                item.builder().savepoint(name);
            }
            boolean isRepeated = item.builder() instanceof NodeBuilder.Each || item.builder() instanceof CycleBuilder;
            if (!isRepeated) {
                item.blocks().forEach(block -> mark(block, before));
            }
        }
    }

    private void handle(Item item, String savepoint) {
        Handler handler = new Handler(savepoint, random.nextInt(3));
        handlers.put(item.id(), handler);
        item.builder().onFailure(savepoint, handler.rounds());
    }

    private void markPivot(List<Item> root) {
        List<Item> candidates =
                root.stream().filter(item -> works.containsKey(item.id())).toList();
        if (!candidates.isEmpty() && chance(0.25)) {
            Item item = candidates.get(random.nextInt(candidates.size()));
            if (!works.get(item.id()).irreversible()) {
                pivots.add(item.id());
                item.builder().pivot();
            }
        }
    }

    /** What the undo is told: which output it undoes, and what the variables were when that was reported. */
    private static Payload undoInput(Scope scope) {
        Payload output = scope.root("output");
        Payload variables = scope.root("vars");
        String nonce = output == null ? "-1" : output.tree().path("nonce").asText("-1");
        String value = variables == null ? "-1" : variables.tree().path("v").asText("-1");
        return Payload.ofJson("{\"nonce\":" + nonce + ",\"v\":" + value + "}");
    }

    private static List<NodeBuilder<?>> builders(List<Item> items) {
        List<NodeBuilder<?>> builders = new ArrayList<>();
        items.forEach(item -> builders.add(item.builder()));
        return builders;
    }

    // ---- order

    /** @param afterBlock everything that runs after the whole block */
    private Set<String> order(List<Item> items, Set<String> afterBlock) {
        Map<String, Set<String>> contents = new HashMap<>();
        Set<String> all = new HashSet<>();
        for (int i = items.size() - 1; i >= 0; i--) {
            Item item = items.get(i);
            Set<String> after = new HashSet<>(afterBlock);
            for (Item other : items.subList(i + 1, items.size())) {
                if (waitsFor(other, item.id(), items)) {
                    after.addAll(contents.get(other.id()));
                }
            }
            Set<String> content = new HashSet<>(Set.of(item.id()));
            content.addAll(contentOf(item, after));
            later.put(item.id(), after);
            inside.put(item.id(), content);
            contents.put(item.id(), content);
            all.addAll(content);
        }
        return all;
    }

    /** Of a loop, each turn comes after those before it. */
    private Set<String> contentOf(Item item, Set<String> after) {
        boolean isLoop = item.builder() instanceof CycleBuilder;
        Set<String> behind = new HashSet<>(after);
        Set<String> content = new HashSet<>();
        for (int i = item.blocks().size() - 1; i >= 0; i--) {
            Set<String> inBlock = order(item.blocks().get(i), behind);
            content.addAll(inBlock);
            if (isLoop) {
                behind.addAll(inBlock);
            }
        }
        return content;
    }

    private static boolean waitsFor(Item item, String id, List<Item> items) {
        return item.dependsOn().contains(id)
                || items.stream()
                        .filter(between -> item.dependsOn().contains(between.id()))
                        .anyMatch(between -> waitsFor(between, id, items));
    }
}
