package com.orchestrator.engine.definition;

/** Place in a text; both counted from 1, 0 when unknown. */
record Position(int line, int column) {

    static final Position UNKNOWN = new Position(0, 0);
}
