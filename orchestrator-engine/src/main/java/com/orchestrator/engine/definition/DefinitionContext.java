package com.orchestrator.engine.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.orchestrator.engine.expression.ExpressionCompiler;
import com.orchestrator.engine.expression.ExpressionSyntaxException;
import com.orchestrator.engine.plan.Condition;
import com.orchestrator.engine.plan.RetryPolicy;
import com.orchestrator.engine.plan.TaskControls;
import com.orchestrator.engine.plan.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What compiling the tasks of one definition shares: expressions, policies, schemas, and a list of what was compiled. */
final class DefinitionContext {

    private ExpressionCompiler expressions;
    private final Faults faults;
    private final Policies policies;
    private final Schemas schemas;
    private final Savepoints savepoints;
    private final List<Compiled> compiled = new ArrayList<>();
    private final List<String> keys = new ArrayList<>();

    private Set<String> itemNames = Set.of();
    private RetryPolicy undoPolicy = RetryPolicy.UNDO_DEFAULT;
    private TaskControls shared = TaskControls.NONE;

    /**
     * An expression or document and the task it belongs to.
     *
     * @param reader null outside of tasks
     * @param afterReader whether it is evaluated only after the task has ended
     */
    record Compiled(Object what, String pointer, @Nullable String reader, boolean afterReader) {}

    DefinitionContext(ExpressionCompiler expressions, Faults faults, Policies policies, Schemas schemas) {
        this.expressions = expressions;
        this.faults = faults;
        this.policies = policies;
        this.schemas = schemas;
        this.savepoints = new Savepoints(faults);
    }

    /** Names that the maps around what is being compiled give to their items. */
    Set<String> itemNames() {
        return itemNames;
    }

    /** Compiles what stands inside a map, where its item has a name. */
    <T> T inside(Set<String> names, Supplier<T> compilation) {
        ExpressionCompiler outer = expressions;
        Set<String> outerNames = itemNames;
        expressions = outer.with(names);
        itemNames = Stream.concat(outerNames.stream(), names.stream()).collect(Collectors.toUnmodifiableSet());
        try {
            return compilation.get();
        } finally {
            expressions = outer;
            itemNames = outerNames;
        }
    }

    Policies policies() {
        return policies;
    }

    Schemas schemas() {
        return schemas;
    }

    Savepoints savepoints() {
        return savepoints;
    }

    List<Compiled> compiled() {
        return compiled;
    }

    RetryPolicy undoPolicy() {
        return undoPolicy;
    }

    void undoPolicy(RetryPolicy policy) {
        undoPolicy = policy;
    }

    /** What tasks take over from their workflow. */
    TaskControls shared() {
        return shared;
    }

    void shared(TaskControls controls) {
        shared = controls;
    }

    /** Where the keys of limits and the names of locks stand. */
    List<String> keys() {
        return keys;
    }

    @Nullable
    Template template(Fields owner, String key, @Nullable String reader, boolean afterReader) {
        return owner.has(key)
                ? template(owner.raw(key), owner.pointer(key), reader, afterReader)
                        .orElse(null)
                : null;
    }

    Optional<Template> template(JsonNode document, String pointer, @Nullable String reader, boolean afterReader) {
        try {
            Template template = expressions.template(document);
            compiled.add(new Compiled(template, pointer, reader, afterReader));
            return Optional.of(template);
        } catch (ExpressionSyntaxException broken) {
            faults.expression(pointer, broken);
            return Optional.empty();
        }
    }

    /** Bare, or in the braces that texts need. */
    @Nullable
    Condition condition(Fields owner, String key, @Nullable String reader) {
        JsonNode node = owner.raw(key);
        if (node.isMissingNode()) {
            return null;
        }
        if (!node.isTextual() && !node.isBoolean()) {
            owner.fault(
                    key, FaultCode.WRONG_TYPE, "'" + key + "' must be an expression, not " + Fields.typeOf(node), null);
            return null;
        }
        try {
            Condition condition = expressions.condition(bare(node.asText()));
            compiled.add(new Compiled(condition, owner.pointer(key), reader, false));
            return condition;
        } catch (ExpressionSyntaxException broken) {
            faults.expression(owner.pointer(key), broken);
            return null;
        }
    }

    private static String bare(String text) {
        String stripped = text.strip();
        boolean wrapped = stripped.startsWith("${") && stripped.endsWith("}");
        return wrapped ? stripped.substring(2, stripped.length() - 1) : stripped;
    }
}
