package com.orchestrator.engine.expression;

/** Something that can say what it reads. */
public interface HasReferences {

    References references();
}
