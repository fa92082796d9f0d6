package com.orchestrator.engine.expression;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.orchestrator.api.model.Payload;
import com.orchestrator.engine.plan.Template;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the expressions in a JSON document and compiles all of them, good or bad, before it gives up. */
final class TemplateParser {

    private static final String OPEN = "${";
    private static final String ESCAPED = "$${";

    private static final Pattern SECRET = Pattern.compile("\\$\\{\\s*secrets\\.([A-Za-z_][A-Za-z0-9_]{0,62})\\s*}");

    private final ExpressionCompiler compiler;
    private final boolean mayNameSecrets;
    private final Map<String, String> secrets = new HashMap<>();
    private final List<ExpressionSyntaxException> faults = new ArrayList<>();

    /** @param mayNameSecrets whether what it comes to is for a worker */
    TemplateParser(ExpressionCompiler compiler, boolean mayNameSecrets) {
        this.compiler = compiler;
        this.mayNameSecrets = mayNameSecrets;
    }

    Template parse(JsonNode document) throws ExpressionSyntaxException {
        TemplatePart part = part(document, "");
        if (!faults.isEmpty()) {
            throw ExpressionSyntaxException.of(faults);
        }
        return new CompiledTemplate(part, secrets);
    }

    private TemplatePart part(JsonNode node, String pointer) {
        if (node.isObject()) {
            List<Map.Entry<String, TemplatePart>> fields = new ArrayList<>();
            node.properties()
                    .forEach(field -> fields.add(
                            Map.entry(field.getKey(), part(field.getValue(), pointer + "/" + escape(field.getKey())))));
            return new TemplatePart.Fields(fields);
        }
        if (node.isArray()) {
            List<TemplatePart> elements = new ArrayList<>();
            for (int i = 0; i < node.size(); i++) {
                elements.add(part(node.get(i), pointer + "/" + i));
            }
            return new TemplatePart.Elements(elements);
        }
        return node.isTextual() ? text(node, pointer) : new TemplatePart.Constant(Payload.ofTree(node));
    }

    private static String escape(String key) {
        return key.replace("~", "~0").replace("/", "~1");
    }

    private TemplatePart text(JsonNode node, String pointer) {
        String text = node.textValue();
        if (!text.contains(OPEN)) {
            return new TemplatePart.Constant(Payload.ofTree(node));
        }
        Matcher secret = SECRET.matcher(text.strip());
        if (mayNameSecrets && secret.matches()) {
            secrets.put(pointer, secret.group(1));
            return new TemplatePart.Constant(Payload.ofTree(TextNode.valueOf(Template.reference(secret.group(1)))));
        }
        try {
            return pieces(text);
        } catch (ExpressionSyntaxException fault) {
            faults.add(fault.at(pointer));
            return new TemplatePart.Constant(Payload.NULL);
        }
    }

    private TemplatePart pieces(String text) throws ExpressionSyntaxException {
        List<Object> pieces = new ArrayList<>();
        StringBuilder plain = new StringBuilder();
        int expressions = 0;
        int at = 0;
        while (at < text.length()) {
            if (text.startsWith(ESCAPED, at)) {
                plain.append(OPEN);
                at += ESCAPED.length();
            } else if (text.startsWith(OPEN, at)) {
                int end = Braces.closing(text, at + OPEN.length());
                flush(plain, pieces);
                compiler.checkPieces(++expressions);
                pieces.add(compiler.expression(text.substring(at + OPEN.length(), end)));
                at = end + 1;
            } else {
                plain.append(text.charAt(at++));
            }
        }
        flush(plain, pieces);
        return pieces.size() == 1 && pieces.get(0) instanceof Expression whole
                ? new TemplatePart.Value(whole)
                : new TemplatePart.Text(pieces);
    }

    private static void flush(StringBuilder plain, List<Object> pieces) {
        if (!plain.isEmpty()) {
            pieces.add(plain.toString());
            plain.setLength(0);
        }
    }
}
