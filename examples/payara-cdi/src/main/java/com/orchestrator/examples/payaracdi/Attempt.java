package com.orchestrator.examples.payaracdi;

import jakarta.enterprise.context.RequestScoped;

/** One for each attempt of a task. */
@RequestScoped
public class Attempt {

    private int uses;

    /** How often it was used, this time included. */
    public int use() {
        uses++;
        return uses;
    }
}
