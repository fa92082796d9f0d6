package com.orchestrator.engine.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.orchestrator.engine.expression.ExpressionCompiler;
import com.orchestrator.engine.expression.ExpressionSyntaxException;
import com.orchestrator.engine.expression.HasReferences;
import com.orchestrator.engine.plan.Condition;
import com.orchestrator.engine.plan.RetryPolicy;
import com.orchestrator.engine.plan.SearchAttribute;
import com.orchestrator.engine.plan.TaskControls;
import com.orchestrator.engine.plan.Template;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    private final Map<String, SignalKey> signalKeys = new LinkedHashMap<>();

    private Set<String> itemNames = Set.of();
    private boolean isInMap;
    private boolean isAfterRollback;
    private RetryPolicy undoPolicy = RetryPolicy.UNDO_DEFAULT;
    private TaskControls shared = TaskControls.NONE;

    /**
     * An expression or document and the task it belongs to.
     *
     * @param reader null outside of tasks
     * @param afterReader whether it is evaluated only after the task has ended
     */
    record Compiled(Object what, String pointer, @Nullable String reader, boolean afterReader) {}

    /** What one of the tasks that wait for a signal says of the runs it is for. */
    record SignalKey(JsonNode text, SearchAttribute attribute) {}

    DefinitionContext(ExpressionCompiler expressions, Faults faults, Policies policies, Schemas schemas) {
        this.expressions = expressions;
        this.faults = faults;
        this.policies = policies;
        this.schemas = schemas;
        this.savepoints = new Savepoints(faults);
    }

    /** Names that the maps and loops around what is being compiled give to their items and turns. */
    Set<String> itemNames() {
        return itemNames;
    }

    /** Whether what is being compiled is there once for each item of a map. */
    boolean isInMap() {
        return isInMap;
    }

    /** Whether what is being compiled is done after a rollback. */
    boolean isAfterRollback() {
        return isAfterRollback;
    }

    /** Compiles what is done after a rollback. */
    <T> T afterRollback(Supplier<T> compilation) {
        isAfterRollback = true;
        try {
            return compilation.get();
        } finally {
            isAfterRollback = false;
        }
    }

    /** Compiles what stands inside a map, where its item has a name. */
    <T> T insideMap(Set<String> names, Supplier<T> compilation) {
        boolean outer = isInMap;
        isInMap = true;
        try {
            return insideLoop(names, compilation);
        } finally {
            isInMap = outer;
        }
    }

    /** Compiles what stands inside a loop, where its turn has a name. */
    <T> T insideLoop(Set<String> names, Supplier<T> compilation) {
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

    /** Whether anything that was compiled after so many others starts from a name. */
    boolean readsSince(int before, String name) {
        return compiled.subList(before, compiled.size()).stream()
                .anyMatch(each -> each.what() instanceof HasReferences expression
                        && expression.references().roots().contains(name));
    }

    /** What was said before of the key of a signal; null when this is the first time. */
    @Nullable
    SignalKey signalKey(String name, SignalKey key) {
        return signalKeys.putIfAbsent(name, key);
    }

    /** Keys of all signals that have one. */
    List<SearchAttribute> signalKeys() {
        return signalKeys.values().stream().map(SignalKey::attribute).toList();
    }

    /** In the place of a condition that is broken or missing, which is a fault already. */
    Condition never() {
        try {
            return expressions.condition("false");
        } catch (ExpressionSyntaxException e) {
            throw new IllegalStateException("'false' is an expression", e);
        }
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

    /** What workers are given, which may name secrets. */
    @Nullable
    Template forWorker(Fields owner, String reader, boolean afterReader) {
        return owner.has("input")
                ? compiled(expressions::forWorker, owner.raw("input"), owner.pointer("input"), reader, afterReader)
                        .orElse(null)
                : null;
    }

    /** One way to compile a document. */
    @FunctionalInterface
    private interface Compilation {
        Template of(JsonNode document) throws ExpressionSyntaxException;
    }

    Optional<Template> template(JsonNode document, String pointer, @Nullable String reader, boolean afterReader) {
        return compiled(expressions::template, document, pointer, reader, afterReader);
    }

    private Optional<Template> compiled(
            Compilation compilation, JsonNode document, String pointer, @Nullable String reader, boolean afterReader) {
        try {
            Template template = compilation.of(document);
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
        return condition(owner, key, reader, false);
    }

    /** @param afterReader whether it is asked only when what stands inside the task is done */
    @Nullable
    Condition condition(Fields owner, String key, @Nullable String reader, boolean afterReader) {
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
            compiled.add(new Compiled(condition, owner.pointer(key), reader, afterReader));
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
