package com.orchestrator.server.rest.openapi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.dataformat.yaml.util.StringQuotingChecker;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * The document that describes the API. It is written in parts, one for each subject, which are joined when somebody asks for
 * it first: no start takes longer for it.
 */
public final class OpenApiDocument {

    /** Where the parts stand on the class path. */
    static final String FOLDER = "/com/orchestrator/api/openapi/";

    /** The first has what all of them share. */
    private static final List<String> PARTS = List.of(
            "openapi.yaml",
            "definitions.yaml",
            "instances.yaml",
            "tasks.yaml",
            "incidents.yaml",
            "jobs.yaml",
            "router.yaml",
            "schedules.yaml",
            "batches.yaml",
            "streams.yaml",
            "webhooks.yaml",
            "etl.yaml",
            "audit.yaml",
            "tokens.yaml",
            "projections.yaml",
            "fleet.yaml",
            "limits.yaml",
            "retention.yaml",
            "system.yaml");

    private static final String PATHS = "paths";
    private static final String COMPONENTS = "components";

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final ObjectMapper YAML = new YAMLMapper(YAMLFactory.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
            .stringQuotingChecker(new QuotedStatuses())
            .build());

    /** Statuses are names, and no numbers, as the standard has it. */
    private static final class QuotedStatuses extends StringQuotingChecker.Default {

        private static final long serialVersionUID = 1L;

        @Override
        public boolean needToQuoteName(String name) {
            return super.needToQuoteName(name) || name.chars().allMatch(Character::isDigit);
        }
    }

    /** @param etag changes when the text does */
    record Text(byte[] bytes, String etag) {

        static Text of(byte[] bytes) {
            try {
                byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
                return new Text(bytes, HexFormat.of().formatHex(digest, 0, 8));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("Every JDK has SHA-256", e);
            }
        }
    }

    private static final class Joined {
        static final OpenApiDocument DOCUMENT = new OpenApiDocument(join());
    }

    private final ObjectNode tree;
    private final Text json;
    private final Text yaml;

    private OpenApiDocument(ObjectNode tree) {
        this.tree = tree;
        this.json = Text.of(print(JSON, tree));
        this.yaml = Text.of(print(YAML, tree));
    }

    public static OpenApiDocument get() {
        return Joined.DOCUMENT;
    }

    /** A copy of the whole. */
    public ObjectNode tree() {
        return tree.deepCopy();
    }

    Text json() {
        return json;
    }

    Text yaml() {
        return yaml;
    }

    private static ObjectNode join() {
        ObjectNode whole = read(PARTS.get(0));
        ObjectNode components = whole.withObjectProperty(COMPONENTS).deepCopy();
        whole.remove(COMPONENTS);
        ObjectNode paths = whole.putObject(PATHS);
        for (String part : PARTS.subList(1, PARTS.size())) {
            ObjectNode subject = read(part);
            add(paths, subject.path(PATHS), part);
            subject.path(COMPONENTS)
                    .properties()
                    .forEach(kind -> add(components.withObjectProperty(kind.getKey()), kind.getValue(), part));
        }
        whole.set(COMPONENTS, components);
        return whole;
    }

    private static void add(ObjectNode all, JsonNode more, String part) {
        more.properties().forEach(entry -> {
            if (all.putIfAbsent(entry.getKey(), entry.getValue()) != null) {
                throw new IllegalStateException(part + " has " + entry.getKey() + ", which another part has as well");
            }
        });
    }

    private static ObjectNode read(String part) {
        try (InputStream in = OpenApiDocument.class.getResourceAsStream(FOLDER + part)) {
            if (in == null) {
                throw new IllegalStateException(FOLDER + part + " is missing from the class path");
            }
            return (ObjectNode) YAML.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(FOLDER + part + " cannot be read", e);
        }
    }

    private static byte[] print(ObjectMapper mapper, JsonNode tree) {
        try {
            return mapper.writeValueAsBytes(tree);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A tree can always be printed", e);
        }
    }
}
