package com.orchestrator.projections;

import java.sql.Connection;
import java.sql.SQLException;

/** A projection whose read model can be made anew from the first event on, beside the one that is read meanwhile. */
public interface Rebuildable extends Projection {

    /**
     * Makes an empty read model for a build. Batches of it carry its number. What a build of that number has left behind that was given
     * up is to be made empty.
     */
    void prepare(Connection connection, int build) throws SQLException;

    /**
     * Lets readers see the new build, which is as far as the old one, instead of it. In one transaction with what makes it the
     * one that counts; where the database commits with each change of a table, as MySQL does, this has to be a change of
     * rows, such as a pointer.
     */
    void swap(Connection connection, int build, int before) throws SQLException;

    /** Takes the read model of a build away that was given up; it may be gone already. Nothing by default. */
    default void discard(Connection connection, int build) throws SQLException {}
}
