package com.orchestrator.connectors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.orchestrator.connectors.Extraction.Request;
import com.orchestrator.connectors.Target.Loaded;
import com.orchestrator.connectors.pack.LoadPackage;
import com.orchestrator.connectors.pack.PackageWriter;
import com.orchestrator.connectors.type.Column;
import com.orchestrator.connectors.type.ColumnType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A job as the tests write it: from here to there. */
final class Etl {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    final Path folder;
    final Connectors connectors;
    private final Workroom workroom;
    private int runs;
    private SchemaDrift drift = SchemaDrift.FREEZE;
    private String cursor;
    private List<String> keys = List.of();
    private boolean skipRejects;
    private long partBytes = PackageWriter.PART_BYTES;
    private String job = "sales";

    Etl(Path folder) {
        this.folder = folder;
        this.workroom = new Workroom(List.of(folder), folder.resolve("tmp"), 128);
        this.connectors = Connectors.installed(workroom);
    }

    Etl drift(SchemaDrift policy) {
        drift = policy;
        return this;
    }

    Etl cursor(String column) {
        cursor = column;
        return this;
    }

    Etl keys(String... columns) {
        keys = List.of(columns);
        return this;
    }

    Etl skipRejects() {
        skipRejects = true;
        return this;
    }

    /** So that few rows make several parts. */
    Etl partBytes(long bytes) {
        partBytes = bytes;
        return this;
    }

    Etl job(String name) {
        job = name;
        return this;
    }

    static ObjectNode json(String text) {
        try {
            return (ObjectNode) JSON.readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    static List<Column> columns(String... namesAndTypes) {
        List<Column> columns = new ArrayList<>();
        for (String one : namesAndTypes) {
            columns.add(new Column(one.split(" ", 2)[0], ColumnType.of(one.split(" ", 2)[1])));
        }
        return columns;
    }

    Source source(String type, String config) {
        return connectors.source(type, json(config));
    }

    Target target(String type, String config) {
        return connectors.target(type, json(config));
    }

    Path rejects() {
        return folder.resolve("rejects.csv");
    }

    LoadPackage extract(Source source, Target target, String... declared) {
        Request request = request(target, declared);
        return extraction().run(source, request, directory(request), rejects());
    }

    LoadPackage transformed(String query, Source source, Target target, String... declared) {
        Request request = request(target, declared);
        return extraction().runTransformed(source, query, workroom, request, directory(request), rejects());
    }

    private Extraction extraction() {
        return new Extraction(rows -> {}, partBytes);
    }

    private Request request(Target target, String... declared) {
        String run = "run-" + ++runs;
        return new Request(job, run, columns(declared), target.state(job), drift, cursor, keys, skipRejects);
    }

    private Path directory(Request request) {
        return folder.resolve("packages").resolve(request.run());
    }

    Loaded run(Source source, Target target, String... declared) {
        return target.load(extract(source, target, declared), step -> {});
    }
}
