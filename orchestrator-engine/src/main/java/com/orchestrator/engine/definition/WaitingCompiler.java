package com.orchestrator.engine.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.orchestrator.engine.plan.Emit;
import com.orchestrator.engine.plan.ExpressionFailure;
import com.orchestrator.engine.plan.Head;
import com.orchestrator.engine.plan.Node;
import com.orchestrator.engine.plan.SearchAttribute;
import com.orchestrator.engine.plan.Template;
import com.orchestrator.engine.plan.WaitTime;
import com.orchestrator.engine.plan.WorkflowPlan.InputCheck;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compiles the tasks that no worker does: signal, wait, set, fail, return, emit. */
final class WaitingCompiler {

    private final Faults faults;
    private final DefinitionContext context;
    private final AttributeCompiler attributes;

    WaitingCompiler(Faults faults, DefinitionContext context) {
        this.faults = faults;
        this.context = context;
        this.attributes = new AttributeCompiler(faults, context);
    }

    Node signal(Fields owner, Head head) {
        if (owner.raw("signal").isTextual()) {
            return new Node.Signal(
                    head, owner.requiredText("signal", Names.TASK_TYPE, Names.TASK_TYPE_SHAPE), null, null, null);
        }
        Fields fields = owner.object("signal").orElse(null);
        if (fields == null) {
            return new Node.Signal(head, "", null, null, null);
        }
        fields.allow(Set.of("name", "key", "timeout", "schema", "onTimeout"));
        if (fields.has("onTimeout") && !fields.has("timeout")) {
            fields.fault("onTimeout", FaultCode.NO_TIMEOUT, "'onTimeout' without a 'timeout' never happens", null);
        }
        InputCheck check = fields.has("schema")
                ? context.schemas().compile(fields.raw("schema"), fields.pointer("schema"), faults)
                : null;
        String name = fields.requiredText("name", Names.TASK_TYPE, Names.TASK_TYPE_SHAPE);
        if (fields.has("key")) {
            attributes.ofSignal(fields, name).ifPresent(key -> checkOneKey(fields, name, key));
        }
        return new Node.Signal(head, name, fields.duration("timeout").orElse(null), onTimeout(fields, head), check);
    }

    /** Senders know the name alone, so that it has one key in the whole workflow. */
    private void checkOneKey(Fields fields, String name, SearchAttribute key) {
        DefinitionContext.SignalKey said = new DefinitionContext.SignalKey(fields.raw("key"), key);
        DefinitionContext.SignalKey before = context.signalKey(name, said);
        if (before != null && !before.text().equals(said.text())) {
            fields.fault(
                    "key",
                    FaultCode.CONTRADICTION,
                    "Signal '" + name + "' has another 'key' already: " + before.text(),
                    "a signal has one key in a workflow; say it once, or the same");
        }
    }

    private Node.@Nullable Fail onTimeout(Fields owner, Head head) {
        return owner.object("onTimeout")
                .map(fields -> {
                    fields.allow(Set.of("fail"));
                    return fail(fields, "fail", head);
                })
                .orElse(null);
    }

    Node.Fail fail(Fields owner, String key, Head head) {
        Fields fields = owner.object(key).orElse(null);
        if (fields == null) {
            return new Node.Fail(head, "FAILED", null, null);
        }
        fields.allow(Set.of("code", "message", "details"));
        return new Node.Fail(
                head,
                fields.requiredText("code", Names.ERROR_CODE, Names.ERROR_CODE_SHAPE),
                context.template(fields, "message", head.id(), false),
                context.template(fields, "details", head.id(), false));
    }

    /** {@code wait: 5m}, {@code wait: {for: 5m}} or {@code wait: {until: 2030-01-01T00:00:00Z}}. */
    Node sleep(Fields owner, Head head) {
        JsonNode wait = owner.raw("wait");
        if (!wait.isObject()) {
            return new Node.Wait(head, time(wait, owner.pointer("wait"), head.id()));
        }
        Fields fields = owner.object("wait").orElseThrow();
        fields.allow(Set.of("for", "until"));
        List<String> said = fields.names().stream()
                .filter(List.of("for", "until")::contains)
                .toList();
        if (said.size() != 1) {
            owner.fault("wait", FaultCode.BAD_WAIT, "A wait says either 'for' or 'until'", null);
            return new Node.Wait(head, time(TextNode.valueOf("1s"), owner.pointer("wait"), head.id()));
        }
        return new Node.Wait(head, time(fields.raw(said.get(0)), fields.pointer(said.get(0)), head.id()));
    }

    private Template time(JsonNode time, String pointer, String id) {
        if (!time.isTextual()) {
            faults.error(
                    pointer,
                    FaultCode.BAD_WAIT,
                    "A wait needs a duration or a moment as text",
                    "write 5m, PT5M or 2030-01-01T00:00:00Z");
        } else if (!time.textValue().contains("${")) {
            checkTime(time, pointer);
        }
        Optional<Template> template = context.template(time, pointer, id, false);
        return template.orElseGet(() ->
                context.template(TextNode.valueOf("1s"), pointer, id, false).orElseThrow());
    }

    private void checkTime(JsonNode time, String pointer) {
        try {
            WaitTime read = WaitTime.read(time);
            if (read.isBackwards()) {
                faults.error(pointer, FaultCode.BAD_WAIT, "'" + time.textValue() + "' goes back in time", null);
            } else if (!read.canBeHeld()) {
                faults.stricter(pointer, FaultCode.BAD_WAIT, "'" + time.textValue() + "' is " + read.beyond(), null);
            }
        } catch (ExpressionFailure bad) {
            faults.error(pointer, FaultCode.BAD_WAIT, String.valueOf(bad.getMessage()), null);
        }
    }

    Node assign(Fields owner, Head head) {
        Optional<Fields> fields = owner.object("set");
        if (fields.isPresent() && fields.get().names().isEmpty()) {
            owner.fault("set", FaultCode.EMPTY, "A 'set' without variables does nothing", null);
        }
        Set<String> variables = fields.map(Fields::names).map(Set::copyOf).orElse(Set.of());
        return new Node.Assign(head, variables, anything(owner, "set", head));
    }

    /** {@code emit: name}, or with what there is to say about it. */
    Node emit(Fields owner, Head head) {
        if (owner.raw("emit").isTextual()) {
            return new Emit(head, owner.requiredText("emit", Names.TASK_TYPE, Names.TASK_TYPE_SHAPE), null);
        }
        Fields fields = owner.object("emit").orElse(null);
        if (fields == null) {
            return new Emit(head, "", null);
        }
        fields.allow(Set.of("event", "data"));
        return new Emit(
                head,
                fields.requiredText("event", Names.TASK_TYPE, Names.TASK_TYPE_SHAPE),
                context.template(fields, "data", head.id(), false));
    }

    /** {@code return: …}, any JSON: the run's output. */
    Node end(Fields owner, Head head) {
        return new Node.Return(head, anything(owner, "return", head));
    }

    /** An empty text where the template is broken, which is a fault already. */
    private Template anything(Fields owner, String key, Head head) {
        Template said = context.template(owner, key, head.id(), false);
        return said == null
                ? context.template(TextNode.valueOf(""), owner.pointer(key), head.id(), false)
                        .orElseThrow()
                : said;
    }
}
