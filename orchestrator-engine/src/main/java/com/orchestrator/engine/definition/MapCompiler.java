package com.orchestrator.engine.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.orchestrator.engine.plan.Block;
import com.orchestrator.engine.plan.Head;
import com.orchestrator.engine.plan.Node;
import com.orchestrator.engine.plan.Scope;
import com.orchestrator.engine.plan.Template;
import com.orchestrator.engine.plan.Tolerance;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Compiles maps: a block that is done once for each item of a list. */
final class MapCompiler {

    /** What stands beside {@code map} in the task. */
    static final Set<String> BESIDE = Set.of("do", "output");

    private static final Set<String> KEYS = Set.of("items", "as", "maxConcurrency", "tolerate");
    private static final int ITEMS_MAX = 1_000_000;

    private final DefinitionContext context;
    private final BlockCompiler blocks;

    MapCompiler(DefinitionContext context, BlockCompiler blocks) {
        this.context = context;
        this.blocks = blocks;
    }

    Node map(Fields owner, Head head, int depth) {
        Fields fields = owner.object("map").orElse(null);
        String as = fields == null ? Node.Map.AS_DEFAULT : as(fields);
        List<Fields.Item> tasks = tasks(owner);
        Template items = fields == null ? none(owner, head) : items(fields, head);
        return context.inside(Set.of(as, Node.Map.indexName(as)), () -> {
            Block block = blocks.compile(head.id() + "/0", tasks, depth + 1);
            Template output = context.template(owner, "output", head.id(), true);
            return new Node.Map(head, items, as, concurrency(fields), tolerance(fields), output, block);
        });
    }

    private static List<Fields.Item> tasks(Fields owner) {
        owner.require("do");
        List<Fields.Item> tasks = owner.items("do");
        if (tasks.isEmpty() && owner.raw("do").isArray()) {
            owner.fault("do", FaultCode.EMPTY, "A map needs at least one task to do for each item", null);
        }
        return tasks;
    }

    private String as(Fields fields) {
        fields.allow(KEYS);
        String as = fields.text("as", Names.TASK_ID, Names.TASK_ID_SHAPE).orElse(Node.Map.AS_DEFAULT);
        Set<String> taken = new TreeSet<>(Scope.ROOTS);
        taken.addAll(Names.NO_VARIABLES);
        taken.addAll(context.itemNames());
        if (taken.contains(as) || taken.contains(Node.Map.indexName(as))) {
            fields.fault(
                    "as",
                    FaultCode.NAME_TAKEN,
                    "'" + as + "' and '" + Node.Map.indexName(as) + "' must not mean something else already",
                    "give the items a name of their own with 'as'");
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
        return tolerate.map(MapCompiler::toleranceOf).orElse(Tolerance.NONE);
    }

    private static Tolerance toleranceOf(Fields fields) {
        fields.allow(Set.of("failures", "percentage"));
        return new Tolerance(
                fields.integer("failures", 0, ITEMS_MAX).orElse(0),
                fields.number("percentage", 0, 100).orElse(0.0));
    }
}
