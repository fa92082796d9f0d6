package com.orchestrator.engine.expression;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.orchestrator.api.model.Payload;
import com.orchestrator.engine.plan.Scope;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** A piece of a document: written as bytes, so that values which are only passed on are never printed anew. */
sealed interface TemplatePart {

    void write(Scope scope, ByteArrayOutputStream out);

    References references();

    /** No expression in it. */
    record Constant(Payload json) implements TemplatePart {
        @Override
        public void write(Scope scope, ByteArrayOutputStream out) {
            out.writeBytes(json.bytes());
        }

        @Override
        public References references() {
            return References.NONE;
        }
    }

    /** An expression that is the whole text: its value keeps its type. */
    record Value(Expression expression) implements TemplatePart {
        @Override
        public void write(Scope scope, ByteArrayOutputStream out) {
            out.writeBytes(expression.evaluate(scope).bytes());
        }

        @Override
        public References references() {
            return expression.references();
        }
    }

    /** Text with expressions in between. */
    record Text(List<Object> pieces) implements TemplatePart {
        @Override
        public void write(Scope scope, ByteArrayOutputStream out) {
            StringBuilder text = new StringBuilder();
            for (Object piece : pieces) {
                text.append(piece instanceof Expression expression ? print(expression.evaluate(scope)) : piece);
            }
            out.writeBytes(Payload.ofTree(TextNode.valueOf(text.toString())).bytes());
        }

        private static String print(Payload value) {
            JsonNode tree = value.tree();
            return tree.isTextual() ? tree.textValue() : value.toString();
        }

        @Override
        public References references() {
            return pieces.stream()
                    .map(piece -> piece instanceof Expression expression ? expression.references() : References.NONE)
                    .reduce(References.NONE, References::and);
        }
    }

    /** An array. */
    record Elements(List<TemplatePart> parts) implements TemplatePart {
        @Override
        public void write(Scope scope, ByteArrayOutputStream out) {
            out.write('[');
            for (int i = 0; i < parts.size(); i++) {
                if (i > 0) {
                    out.write(',');
                }
                parts.get(i).write(scope, out);
            }
            out.write(']');
        }

        @Override
        public References references() {
            return parts.stream().map(TemplatePart::references).reduce(References.NONE, References::and);
        }
    }

    /** An object, its fields in the order of the definition. */
    record Fields(List<Map.Entry<String, TemplatePart>> fields) implements TemplatePart {
        @Override
        public void write(Scope scope, ByteArrayOutputStream out) {
            out.write('{');
            for (int i = 0; i < fields.size(); i++) {
                if (i > 0) {
                    out.write(',');
                }
                String name = TextNode.valueOf(fields.get(i).getKey()).toString();
                out.writeBytes(name.getBytes(StandardCharsets.UTF_8));
                out.write(':');
                fields.get(i).getValue().write(scope, out);
            }
            out.write('}');
        }

        @Override
        public References references() {
            return fields.stream().map(field -> field.getValue().references()).reduce(References.NONE, References::and);
        }
    }
}
