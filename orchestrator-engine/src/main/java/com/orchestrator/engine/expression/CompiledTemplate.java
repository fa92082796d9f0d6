package com.orchestrator.engine.expression;

import com.orchestrator.api.model.Payload;
import com.orchestrator.engine.expression.language.Nesting;
import com.orchestrator.engine.plan.Scope;
import com.orchestrator.engine.plan.Template;
import java.io.ByteArrayOutputStream;
import java.util.Map;
import java.util.Set;

/** A document with its expressions compiled. */
final class CompiledTemplate implements Template, HasReferences {

    private final TemplatePart part;
    private final References references;
    private final Map<String, String> secrets;

    CompiledTemplate(TemplatePart part) {
        this(part, Map.of());
    }

    /** @param secrets that it names, by pointers into what it comes to */
    CompiledTemplate(TemplatePart part, Map<String, String> secrets) {
        this.part = part;
        this.secrets = Map.copyOf(secrets);
        this.references = part.references();
    }

    @Override
    public Payload evaluate(Scope scope) {
        if (part instanceof TemplatePart.Value value) {
            return value.expression().evaluate(scope);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        part.write(scope, out);
        return Payload.ofJson(Nesting.checked(out.toByteArray()));
    }

    @Override
    public References references() {
        return references;
    }

    @Override
    public Set<String> taskOutputsRead() {
        return references.outputs();
    }

    @Override
    public Map<String, String> secrets() {
        return secrets;
    }
}
