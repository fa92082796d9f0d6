package com.orchestrator.api.definition;

/** The tasks of a case, of a branch or of an item. */
public final class Block extends Tasks<Block> {

    Block(TaskList list) {
        super(list);
    }

    @Override
    Block self() {
        return this;
    }
}
