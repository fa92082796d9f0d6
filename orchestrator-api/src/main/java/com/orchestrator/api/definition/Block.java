package com.orchestrator.api.definition;

/** The tasks of a case or of a branch. */
public final class Block extends Tasks<Block> {

    Block(TaskList list) {
        super(list);
    }

    @Override
    Block self() {
        return this;
    }
}
