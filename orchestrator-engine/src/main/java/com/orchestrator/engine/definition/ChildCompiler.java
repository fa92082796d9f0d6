package com.orchestrator.engine.definition;

import com.orchestrator.engine.plan.Head;
import com.orchestrator.engine.plan.Node;
import com.orchestrator.engine.plan.OnParentClose;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compiles the tasks that run another workflow. Whether there is such a workflow is asked when a run is started. */
final class ChildCompiler {

    private static final Set<String> KEYS =
            Set.of("namespace", "name", "revision", "runId", "input", "wait", "onParentClose");
    private static final String LATEST = "latest";

    private final DefinitionContext context;

    ChildCompiler(DefinitionContext context) {
        this.context = context;
    }

    Node child(Fields owner, Head head) {
        Optional<Fields> object = owner.object("workflow");
        if (object.isEmpty()) {
            return new Node.Child(head, null, "", null, null, null, OnParentClose.COMPENSATE, true);
        }
        Fields fields = object.get();
        fields.allow(KEYS);
        fields.text("runId");
        return new Node.Child(
                head,
                fields.text("namespace", Names.WORKFLOW, Names.WORKFLOW_SHAPE).orElse(null),
                fields.requiredText("name", Names.WORKFLOW, Names.WORKFLOW_SHAPE),
                revision(fields),
                context.template(fields, "runId", head.id(), false),
                context.template(fields, "input", head.id(), false),
                fields.choice("onParentClose", List.of("compensate", "cancel", "abandon"))
                        .map(word -> OnParentClose.valueOf(word.toUpperCase(Locale.ROOT)))
                        .orElse(OnParentClose.COMPENSATE),
                fields.bool("wait").orElse(true));
    }

    private static @Nullable Integer revision(Fields fields) {
        if (fields.raw("revision").isTextual()) {
            if (!fields.raw("revision").textValue().equals(LATEST)) {
                fields.fault("revision", FaultCode.BAD_CHOICE, "'revision' is a number or 'latest'", null);
            }
            return null;
        }
        return fields.integer("revision", 1, Integer.MAX_VALUE).orElse(null);
    }
}
