package com.orchestrator.dist;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The chart, filled in. Knows the few forms that its templates are written in and no others, so it is no helm: a template that needs more
 * fails here, and {@code helm template} has the last word where there is one.
 */
record Chart(Path folder) {

    private static final Pattern FORM = Pattern.compile("\\{\\{-? ?(.*?) ?-?\\}\\}");
    private static final Pattern CONDITION = Pattern.compile("if \\.Values((?:\\.\\w+)+)");
    private static final Pattern VALUE = Pattern.compile("\\.Values((?:\\.\\w+)+)(?: \\| quote)?");
    private static final Pattern BLOCK = Pattern.compile("toYaml \\.Values((?:\\.\\w+)+) \\| nindent \\d+");
    private static final String EACH_SETTING = "{{- range $key, $value := .Values.settings }}\n";
    private static final String END = "{{- end }}\n";

    JsonNode values() {
        return Manifests.read(folder.resolve("values.yaml"));
    }

    /** @param overridden values by their names */
    List<JsonNode> rendered(Map<String, JsonNode> overridden) {
        ObjectNode values = values().deepCopy();
        values.setAll(overridden);
        try (Stream<Path> templates = Files.list(folder.resolve("templates"))) {
            List<JsonNode> manifests = new ArrayList<>();
            for (Path template : templates.sorted().toList()) {
                manifests.add(Manifests.parse(filled(eachSetting(Files.readString(template), values), values)));
            }
            return manifests;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The only loop: a variable for each setting. */
    private static String eachSetting(String template, JsonNode values) {
        int from = template.indexOf(EACH_SETTING);
        if (from < 0) {
            return template;
        }
        int to = template.indexOf(END, from);
        String body = template.substring(from + EACH_SETTING.length(), to);
        StringBuilder all = new StringBuilder(template.substring(0, from));
        values.path("settings")
                .properties()
                .forEach(setting -> all.append(body.replace(
                                "{{ printf \"ORCHESTRATOR_%s\" ($key | upper | replace \".\" \"_\" | replace \"-\" \"_\") }}",
                                "ORCHESTRATOR_"
                                        + setting.getKey()
                                                .toUpperCase(Locale.ROOT)
                                                .replaceAll("[.-]", "_"))
                        .replace(
                                "{{ $value | toString | quote }}",
                                '"' + setting.getValue().asText() + '"')));
        return all + template.substring(to + END.length());
    }

    private String filled(String template, JsonNode values) {
        return FORM.matcher(template).replaceAll(form -> Matcher.quoteReplacement(meaning(form.group(1), values)));
    }

    private String meaning(String form, JsonNode values) {
        JsonNode about = Manifests.read(folder.resolve("Chart.yaml"));
        Matcher value = VALUE.matcher(form);
        Matcher block = BLOCK.matcher(form);
        if (value.matches()) {
            return at(values, value.group(1)).toString();
        }
        if (block.matches()) {
            return at(values, block.group(1)).toString();
        }
        if (CONDITION.matcher(form).matches() || form.equals("end")) {
            return "";
        }
        return switch (form) {
            case ".Release.Name" -> "orchestrator";
            case ".Values.settings | toJson | sha256sum | quote" -> "\"sum\"";
            case "printf \"%s:%s\" .Values.image.repository (default .Chart.AppVersion .Values.image.tag) | quote" ->
                '"' + at(values, ".image.repository").asText() + ":"
                        + about.path("appVersion").asText() + '"';
            default -> throw new AssertionError("Not a form that templates here are written in: " + form);
        };
    }

    private static JsonNode at(JsonNode values, String path) {
        return values.at(path.replace('.', '/'));
    }
}
