package com.orchestrator.engine.definition;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** The published JSON Schema (2020-12) of the definition format, for editors. */
public final class WorkflowSchema {

    private static final String RESOURCE = "workflow-v1.schema.json";

    private WorkflowSchema() {}

    public static String json() {
        try (InputStream in = WorkflowSchema.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is missing from the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(RESOURCE + " cannot be read", e);
        }
    }
}
