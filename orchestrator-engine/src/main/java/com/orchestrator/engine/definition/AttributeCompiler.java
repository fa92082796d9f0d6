package com.orchestrator.engine.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.orchestrator.api.definition.AttributeType;
import com.orchestrator.engine.expression.HasReferences;
import com.orchestrator.engine.expression.References;
import com.orchestrator.engine.plan.SearchAttribute;
import com.orchestrator.engine.plan.Template;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Compiles what runs can be found by: {@code name: ${ … }}, or {@code name: {type: …, value: ${ … }}}. */
final class AttributeCompiler {

    private static final int ATTRIBUTES_MAX = 20;
    private static final List<String> TYPES = Arrays.stream(AttributeType.values())
            .filter(type -> type != AttributeType.ANY)
            .map(type -> type.name().toLowerCase(Locale.ROOT))
            .toList();

    private final Faults faults;
    private final DefinitionContext context;

    AttributeCompiler(Faults faults, DefinitionContext context) {
        this.faults = faults;
        this.context = context;
    }

    /** Those that it says itself, and those that its signals have said. */
    List<SearchAttribute> compile(Fields workflow) {
        List<SearchAttribute> said =
                workflow.object("searchAttributes").map(this::all).orElse(List.of());
        return Stream.concat(said.stream(), context.signalKeys().stream()).toList();
    }

    private List<SearchAttribute> all(Fields fields) {
        List<String> names = fields.names();
        if (names.size() > ATTRIBUTES_MAX) {
            faults.stricter(
                    fields.pointer(),
                    FaultCode.TOO_MANY_ATTRIBUTES,
                    "There are " + names.size() + " search attributes, at most " + ATTRIBUTES_MAX + " can be had",
                    null);
        }
        List<SearchAttribute> attributes = new ArrayList<>();
        names.stream().limit(ATTRIBUTES_MAX).forEach(name -> one(fields, name).ifPresent(attributes::add));
        return attributes;
    }

    private Optional<SearchAttribute> one(Fields fields, String name) {
        if (!Names.TASK_ID.matcher(name).matches()) {
            faults.stricter(
                    fields.pointer(name),
                    FaultCode.BAD_NAME,
                    "'" + name
                            + "' is not the name of an attribute: a letter, then letters, digits and '_', at most 64",
                    null);
            return Optional.empty();
        }
        JsonNode written = fields.raw(name);
        return written.isObject() && (written.has("type") || written.has("value"))
                ? fields.object(name).flatMap(typed -> typed(typed, name))
                : attribute(written, fields.pointer(name), name, AttributeType.ANY);
    }

    /** The key by which a signal finds its runs. It is the run's, so that what is there for each pass cannot say it. */
    Optional<SearchAttribute> ofSignal(Fields signal, String name) {
        String pointer = signal.pointer("key");
        return signal.text("key")
                .flatMap(text ->
                        attribute(signal.raw("key"), pointer, SearchAttribute.ofSignal(name), AttributeType.TEXT))
                .filter(key -> readsNoPass(key.value(), pointer));
    }

    private boolean readsNoPass(Template template, String pointer) {
        boolean reads = template instanceof HasReferences expression
                && expression.references().roots().stream().anyMatch(context.itemNames()::contains);
        if (reads) {
            faults.error(
                    pointer,
                    FaultCode.NOT_IN_MAP,
                    "The key of a signal is the run's, and cannot read an item or a turn",
                    "read 'input' or 'vars'; runs of their own, by 'workflow', have keys of their own");
        }
        return !reads;
    }

    private Optional<SearchAttribute> typed(Fields fields, String name) {
        fields.allow(Set.of("type", "value"));
        fields.require("value");
        AttributeType type = fields.choice("type", TYPES)
                .map(word -> AttributeType.valueOf(word.toUpperCase(Locale.ROOT)))
                .orElse(AttributeType.ANY);
        return fields.has("value")
                ? attribute(fields.raw("value"), fields.pointer("value"), name, type)
                : Optional.empty();
    }

    private Optional<SearchAttribute> attribute(JsonNode written, String pointer, String name, AttributeType type) {
        if (written.isContainerNode()) {
            faults.stricter(
                    pointer,
                    FaultCode.WRONG_TYPE,
                    "A search attribute is text, a number, true or false, not " + Fields.typeOf(written),
                    "write ${ input.x }, or {type: number, value: \"${ input.x }\"}");
            return Optional.empty();
        }
        return context.template(written, pointer, null, false)
                .filter(template -> readsNoTask(template, pointer))
                .map(template -> new SearchAttribute(name, type, template, variables(template)));
    }

    /** Evaluated at the start and after each {@code set}, when any task may be under way or not. */
    private boolean readsNoTask(Template template, String pointer) {
        boolean reads = template instanceof HasReferences expression
                && !expression.references().tasks().isEmpty();
        if (reads) {
            faults.stricter(
                    pointer,
                    FaultCode.READS_LATER_TASK,
                    "Search attributes and keys of signals are evaluated at the start and after each 'set', and read no task",
                    "'set' a variable, and read 'vars'");
        }
        return !reads;
    }

    private static Set<String> variables(Template template) {
        return template instanceof HasReferences expression
                ? expression.references().fields().stream()
                        .filter(field -> field.root().equals("vars"))
                        .map(References.RootField::field)
                        .collect(Collectors.toSet())
                : Set.of();
    }
}
