package com.orchestrator.cli.translate;

import com.fasterxml.jackson.databind.JsonNode;

/** The formats that can be read. */
public enum Translator {
    CONDUCTOR("conductor", "Makes a definition of a workflow of Conductor, and says what is lost.") {
        @Override
        public Translation translate(JsonNode file, String namespace, String name) {
            return Conductor.translate(file, namespace);
        }
    },
    OPEN_WORKFLOW("open-workflow", "Makes a definition of a file of Open Workflow, and says what is lost.") {
        @Override
        public Translation translate(JsonNode file, String namespace, String name) {
            return OpenWorkflow.translate(file, namespace);
        }
    },
    ASL("asl", "Makes a definition of a state machine of Step Functions, and says what is lost.") {
        @Override
        public Translation translate(JsonNode file, String namespace, String name) {
            return Asl.translate(file, namespace, name);
        }
    };

    private final String word;
    private final String about;

    Translator(String word, String about) {
        this.word = word;
        this.about = about;
    }

    public String word() {
        return word;
    }

    public String about() {
        return about;
    }

    /** @param name of the workflow, where the file has none itself */
    public abstract Translation translate(JsonNode file, String namespace, String name);
}
