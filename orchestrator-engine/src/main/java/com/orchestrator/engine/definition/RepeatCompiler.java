package com.orchestrator.engine.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.orchestrator.engine.plan.Block;
import com.orchestrator.engine.plan.Condition;
import com.orchestrator.engine.plan.Head;
import com.orchestrator.engine.plan.Loop;
import com.orchestrator.engine.plan.Node;
import com.orchestrator.engine.plan.Scope;
import com.orchestrator.engine.plan.Template;
import com.orchestrator.engine.plan.Tolerance;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Compiles maps and loops: a block that is done once for each item of a list, or as long as a condition says. */
final class RepeatCompiler {

    /** What stands beside {@code map} or {@code loop} in the task. */
    static final Set<String> BESIDE = Set.of("do", "output");

    private static final Set<String> OF_MAP = Set.of("items", "as", "maxConcurrency", "tolerate");
    private static final Set<String> OF_LOOP = Set.of("while", "until", "maxIterations", "as", "results");
    private static final int ITEMS_MAX = 1_000_000;

    private final DefinitionContext context;
    private final BlockCompiler blocks;

    RepeatCompiler(DefinitionContext context, BlockCompiler blocks) {
        this.context = context;
        this.blocks = blocks;
    }

    Node map(Fields owner, Head head, int depth) {
        Fields fields = owner.object("map").orElse(null);
        if (fields != null) {
            fields.allow(OF_MAP);
        }
        String as = fields == null ? Node.Map.AS_DEFAULT : as(fields, Node.Map.AS_DEFAULT, Node.Map::indexName);
        List<Fields.Item> tasks = tasks(owner, "A map needs at least one task to do for each item");
        Template items = fields == null ? none(owner, head) : items(fields, head);
        return context.insideMap(Set.of(as, Node.Map.indexName(as)), () -> {
            Block block = blocks.compile(head.id() + "/0", tasks, depth + 1);
            Template output = context.template(owner, "output", head.id(), true);
            return new Node.Map(head, items, as, concurrency(fields), tolerance(fields), output, block);
        });
    }

    Node loop(Fields owner, Head head, int depth) {
        Fields fields = owner.object("loop").orElse(null);
        if (fields != null) {
            fields.allow(OF_LOOP);
        }
        String as = fields == null ? Loop.AS_DEFAULT : as(fields, Loop.AS_DEFAULT, UnaryOperator.identity());
        List<Fields.Item> tasks = tasks(owner, "A loop needs at least one task to do in each turn");
        return context.insideLoop(Set.of(as), () -> {
            int before = context.compiled().size();
            Block block = blocks.compile(head.id() + "/0", tasks, depth + 1);
            Template output = context.template(owner, "output", head.id(), true);
            Loop.Way way = fields != null && fields.has("until") ? Loop.Way.UNTIL : Loop.Way.WHILE;
            Condition condition = fields == null ? null : condition(owner, fields, way, head);
            return new Loop(
                    head,
                    way,
                    condition == null ? context.never() : condition,
                    fields == null
                            ? Loop.TURNS_DEFAULT
                            : fields.integer("maxIterations", 1, Loop.TURNS_MAX).orElse(Loop.TURNS_DEFAULT),
                    as,
                    results(fields),
                    context.readsSince(before, as),
                    output,
                    block);
        });
    }

    private @Nullable Condition condition(Fields owner, Fields fields, Loop.Way way, Head head) {
        if (fields.has("while") == fields.has("until")) {
            owner.fault(
                    "loop",
                    FaultCode.BAD_LOOP,
                    "A loop says either 'while' or 'until'",
                    "write until: tasks.poll.output.done");
            return null;
        }
        return context.condition(fields, way.name().toLowerCase(Locale.ROOT), head.id(), way == Loop.Way.UNTIL);
    }

    private static Loop.Results results(@Nullable Fields fields) {
        Optional<String> said = fields == null ? Optional.empty() : fields.choice("results", List.of("last", "all"));
        return said.map(word -> Loop.Results.valueOf(word.toUpperCase(Locale.ROOT)))
                .orElse(Loop.Results.LAST);
    }

    private static List<Fields.Item> tasks(Fields owner, String whenEmpty) {
        owner.require("do");
        List<Fields.Item> tasks = owner.items("do");
        if (tasks.isEmpty() && owner.raw("do").isArray()) {
            owner.fault("do", FaultCode.EMPTY, whenEmpty, null);
        }
        return tasks;
    }

    /** @param other second name that comes with the first; the same where there is none */
    private String as(Fields fields, String unlessSaid, UnaryOperator<String> other) {
        String as = fields.text("as", Names.TASK_ID, Names.TASK_ID_SHAPE).orElse(unlessSaid);
        Set<String> taken = new TreeSet<>(Scope.ROOTS);
        taken.addAll(Names.NO_VARIABLES);
        taken.addAll(context.itemNames());
        if (taken.contains(as) || taken.contains(other.apply(as))) {
            String second = other.apply(as).equals(as) ? "" : "' and '" + other.apply(as);
            fields.fault(
                    "as",
                    FaultCode.NAME_TAKEN,
                    "'" + as + second + "' must not mean something else already",
                    "give it a name of its own with 'as'");
            return as + "_";
        }
        return as;
    }

    private Template items(Fields fields, Head head) {
        fields.require("items");
        JsonNode items = fields.raw("items");
        boolean mayBeList =
                items.isArray() || (items.isTextual() && items.textValue().contains("${"));
        if (!mayBeList && fields.has("items")) {
            fields.fault(
                    "items",
                    FaultCode.BAD_ITEMS,
                    "'items' must be a list, or an expression that gives one",
                    "write ${ input.lines }");
        }
        return Optional.ofNullable(context.template(fields, "items", head.id(), false))
                .orElseGet(() -> none(fields, head));
    }

    private Template none(Fields fields, Head head) {
        return context.template(JsonNodeFactory.instance.arrayNode(), fields.pointer(), head.id(), false)
                .orElseThrow();
    }

    private static int concurrency(@Nullable Fields fields) {
        return fields == null
                ? Node.Map.CONCURRENCY_DEFAULT
                : fields.integer("maxConcurrency", 1, Node.Map.CONCURRENCY_MAX).orElse(Node.Map.CONCURRENCY_DEFAULT);
    }

    private static Tolerance tolerance(@Nullable Fields owner) {
        Optional<Fields> tolerate = owner == null ? Optional.empty() : owner.object("tolerate");
        return tolerate.map(RepeatCompiler::toleranceOf).orElse(Tolerance.NONE);
    }

    private static Tolerance toleranceOf(Fields fields) {
        fields.allow(Set.of("failures", "percentage"));
        return new Tolerance(
                fields.integer("failures", 0, ITEMS_MAX).orElse(0),
                fields.number("percentage", 0, 100).orElse(0.0));
    }
}
