package com.orchestrator.engine.definition;

/** What a definition says about itself for people; nothing of it is carried out, but it is listed and searched. */
final class Description {

    private Description() {}

    static void check(Fields workflow) {
        workflow.anyText("description");
        workflow.anyText("owner");
        workflow.anyText("version");
        workflow.object("labels").ifPresent(labels -> labels.names().forEach(labels::anyText));
    }
}
