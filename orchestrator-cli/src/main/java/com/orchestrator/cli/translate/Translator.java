package com.orchestrator.cli.translate;

import com.fasterxml.jackson.databind.JsonNode;

/** The formats that can be read. */
public enum Translator {
    CONDUCTOR("conductor", "A workflow of Conductor.") {
        @Override
        public Translation translate(JsonNode file, String namespace, String name) {
            return Conductor.translate(file, namespace);
        }
    },
    OPEN_WORKFLOW("open-workflow", "A workflow in the Open Workflow DSL, once Serverless Workflow.") {
        @Override
        public Translation translate(JsonNode file, String namespace, String name) {
            return OpenWorkflow.translate(file, namespace);
        }
    },
    ASL("asl", "A state machine of Step Functions, in the Amazon States Language.") {
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
