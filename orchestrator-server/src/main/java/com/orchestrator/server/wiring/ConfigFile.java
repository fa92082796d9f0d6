package com.orchestrator.server.wiring;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Settings in YAML: keys as a tree, with dots, or both; lists as lists or with commas. Values are taken as they are written. */
final class ConfigFile {

    private static final Path USUAL = Path.of("orchestrator.yaml");

    private final Path file;
    private final Map<String, String> values = new TreeMap<>();

    private ConfigFile(Path file) {
        this.file = file;
    }

    /**
     * @param named the file that the other places name; when empty it is the usual one, which need not be there
     * @throws IllegalArgumentException when it cannot be read
     */
    static ConfigSource read(String named) {
        ConfigFile file = new ConfigFile(named.isEmpty() ? USUAL : Path.of(named));
        if (!named.isEmpty() || Files.exists(USUAL)) {
            file.read();
        }
        return new ConfigSource(file.file.toString(), file.values);
    }

    private void read() {
        try (JsonParser parser = new YAMLFactory().createParser(Files.readString(file))) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                readTree("", parser);
                parser.nextToken();
            } else if (parser.currentToken() == JsonToken.VALUE_NULL) {
                parser.nextToken();
            }
            if (parser.currentToken() != null) {
                throw refused("is not one tree of keys");
            }
        } catch (IOException e) {
            // Only the first line: the others quote the file, and there may be secrets in it.
            String said = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            throw new IllegalArgumentException("The file of settings " + file + " cannot be read: " + said, e);
        }
    }

    private void readTree(String above, JsonParser parser) throws IOException {
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = above + parser.currentName();
            switch (parser.nextToken()) {
                case START_OBJECT -> readTree(key + ".", parser);
                case START_ARRAY -> put(key, String.join(",", readList(key, parser)));
                case VALUE_NULL -> {}
                default -> put(key, parser.getText());
            }
        }
    }

    private List<String> readList(String key, JsonParser parser) throws IOException {
        List<String> parts = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (!parser.currentToken().isScalarValue()) {
                throw refused("has a list at " + key + " whose entries are no plain values");
            }
            parts.add(parser.getText());
        }
        return parts;
    }

    private void put(String key, String value) {
        if (values.put(key, value) != null) {
            throw refused("says " + key + " twice");
        }
    }

    private IllegalArgumentException refused(String why) {
        return new IllegalArgumentException("The file of settings " + file + " " + why);
    }
}
