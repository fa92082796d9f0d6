package com.orchestrator.server.wiring;

import com.fasterxml.jackson.databind.JsonNode;
import com.orchestrator.api.model.Payload;
import com.orchestrator.engine.expression.ExpressionCompiler;
import com.orchestrator.engine.expression.ExpressionSyntaxException;
import com.orchestrator.engine.plan.ExpressionFailure;
import com.orchestrator.engine.plan.Scope;
import com.orchestrator.engine.plan.Template;
import com.orchestrator.server.oidc.ClaimMapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Maps claims by two expressions of the language that definitions have; {@code claims} is what they read. */
final class CelClaimMapping implements ClaimMapping {

    private static final String CLAIMS = "claims";

    private final Template principal;
    private final Template grants;

    private record Claims(Payload claims) implements Scope {

        @Override
        public @Nullable Payload root(String name) {
            return name.equals(CLAIMS) ? claims : null;
        }

        @Override
        public @Nullable Payload taskOutput(String taskId) {
            return null;
        }

        @Override
        public String taskState(String taskId) {
            return "";
        }

        @Override
        public int taskAttempts(String taskId) {
            return 0;
        }
    }

    /** @throws IllegalArgumentException when one of them is no expression */
    CelClaimMapping(Settings settings) {
        ExpressionCompiler compiler = new ExpressionCompiler().with(Set.of(CLAIMS));
        principal = compiled(compiler, ConfigKey.OIDC_PRINCIPAL, settings);
        grants = compiled(compiler, ConfigKey.OIDC_GRANTS, settings);
    }

    private static Template compiled(ExpressionCompiler compiler, ConfigKey key, Settings settings) {
        try {
            return compiler.value(settings.required(key));
        } catch (ExpressionSyntaxException e) {
            throw new IllegalArgumentException(
                    key.property() + " is no expression over 'claims': " + e.getMessage(), e);
        }
    }

    @Override
    public Mapped of(String claims) {
        Scope scope = new Claims(Payload.ofJson(claims));
        try {
            JsonNode name = principal.evaluate(scope).tree();
            if (!name.isTextual()) {
                throw new IllegalArgumentException("the principal is no text");
            }
            return new Mapped(name.asText(), texts(grants.evaluate(scope).tree()));
        } catch (ExpressionFailure e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** One, or a list of some. */
    private static List<String> texts(JsonNode said) {
        List<String> texts = new ArrayList<>();
        (said.isArray() ? said : List.of(said)).forEach(text -> {
            if (!text.isTextual()) {
                throw new IllegalArgumentException("the grants are not all texts");
            }
            texts.add(text.asText());
        });
        return texts;
    }
}
