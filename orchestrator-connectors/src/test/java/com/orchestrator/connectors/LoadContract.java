package com.orchestrator.connectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.orchestrator.connectors.Target.Loaded;
import com.orchestrator.connectors.pack.LoadPackage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every table promises as a target. */
abstract class LoadContract {

    @TempDir
    protected Path folder;

    protected Etl etl;

    /** Of an empty database. */
    protected abstract Target table(String more);

    /** First column of each row as text. */
    protected abstract List<String> query(String sql);

    protected abstract void clear();

    @BeforeEach
    void prepare() {
        etl = new Etl(folder);
        clear();
    }

    private Source csv(String text) throws IOException {
        Files.writeString(folder.resolve("in.csv"), text);
        return etl.source("csv", "{'path': 'in.csv'}");
    }

    private List<String> rows() {
        return query("SELECT concat(id, '=', name) FROM sales ORDER BY id, name");
    }

    private static final String[] TYPES = {"id bigint", "name text"};

    @Test
    void append_addsRowsOfEachRun_andThoseOfOneRunOnce() throws IOException {
        Target target = table("");
        LoadPackage first = etl.extract(csv("id,name\n1,a\n2,b\n"), target, TYPES);
        assertThat(target.load(first, step -> {})).isEqualTo(new Loaded(2, false));
        assertThat(target.load(first, step -> {})).isEqualTo(new Loaded(2, true));
        etl.run(csv("id,name\n1,a\n"), target, TYPES);
        assertThat(target.load(first, step -> {})).isEqualTo(new Loaded(2, true));
        assertThat(rows()).containsExactly("1=a", "1=a", "2=b");
    }

    @Test
    void replace_putsNewRowsInThePlaceOfOldOnes_andALateOneChangesNothing() throws IOException {
        Target target = table(", 'disposition': 'replace'");
        LoadPackage late = etl.extract(csv("id,name\n9,late\n"), target, TYPES);
        etl.run(csv("id,name\n1,a\n2,b\n"), target, TYPES);
        etl.run(csv("id,name\n3,c\n"), target, TYPES);
        assertThatThrownBy(() -> target.load(late, step -> {})).hasMessageContaining("was loaded since");
        assertThat(rows()).containsExactly("3=c");
        etl.run(csv("id,name\n"), target, TYPES);
        assertThat(rows()).isEmpty();
    }

    @Test
    void merge_changesKnownKeys_andTheLastRowOfAKeyCounts() throws IOException {
        Target target = table(", 'disposition': 'merge', 'keys': ['id']");
        etl.keys("id");
        etl.run(csv("id,name\n1,a\n2,b\n2,c\n"), target, TYPES);
        etl.run(csv("id,name\n2,d\n3,e\n3,\n"), target, TYPES);
        assertThat(rows()).containsExactly("1=a", "2=d", "3=");
    }

    @Test
    void merge_needsKeysInEveryRow() throws IOException {
        Target target = table(", 'disposition': 'merge', 'keys': ['id']");
        Source source = csv("id,name\n,a\n");
        etl.keys("id");
        assertThatThrownBy(() -> etl.run(source, target, TYPES))
                .hasMessage("Line 2, column id: is NULL, and is a key or the cursor");
    }

    @Test
    void cursor_startsWhereTheLastLoadEnded() throws IOException {
        Target target = table("");
        etl.cursor("id");
        etl.run(csv("id,name\n1,a\n2,b\n"), target, TYPES);
        LoadPackage lost = etl.extract(csv("id,name\n1,a\n2,b\n3,c\n"), target, TYPES);
        assertThat(lost.manifest().rows()).isEqualTo(1);
        Loaded again = etl.run(csv("id,name\n1,a\n2,b\n3,c\n10,d\n"), target, TYPES);
        assertThat(again.rows()).isEqualTo(2);
        assertThatThrownBy(() -> target.load(lost, step -> {})).hasMessageContaining("was loaded since");
        assertThat(etl.run(csv("id,name\n10,d\n"), target, TYPES).rows()).isZero();
        assertThat(target.state("sales").cursor()).isEqualTo("10");
        assertThat(rows()).containsExactly("1=a", "2=b", "3=c", "10=d");
    }

    @Test
    void drift_evolve_addsColumnsAndFillsThoseThatHaveGone() throws IOException {
        Target target = table("");
        etl.drift(SchemaDrift.EVOLVE);
        etl.run(csv("id,name\n1,a\n"), target, TYPES);
        LoadPackage wider = etl.extract(csv("id,more\n2,x\n"), target, TYPES);
        assertThat(wider.manifest().changes()).containsExactly("column name has gone", "column more is new");
        target.load(wider, step -> {});
        assertThat(query("SELECT concat(id, name, more) FROM sales ORDER BY id"))
                .containsExactly("1a", "2x");
        etl.run(csv("id,name\n3,c\n"), target, TYPES);
        assertThat(rows()).containsExactly("1=a", "2=", "3=c");
    }

    @Test
    void drift_freeze_saysWhichColumn_andLoadsNothing() throws IOException {
        Target target = table("");
        etl.run(csv("id,name\n1,a\n"), target, TYPES);
        assertThatThrownBy(() -> etl.run(csv("id,name,more\n2,b,x\n"), target, TYPES))
                .hasMessage("The source has a new column more; schema_drift is freeze");
        assertThatThrownBy(() -> etl.run(csv("id\n2\n"), target, TYPES))
                .hasMessageContaining("no column name any more");
        assertThat(rows()).containsExactly("1=a");
    }

    @Test
    void drift_discard_leavesNewColumnsOut() throws IOException {
        Target target = table("");
        etl.drift(SchemaDrift.DISCARD);
        etl.run(csv("id,name\n1,a\n"), target, TYPES);
        etl.run(csv("more,name,id\nx,b,2\n"), target, TYPES);
        assertThat(rows()).containsExactly("1=a", "2=b");
    }

    @Test
    void types_areFrozenByTheFirstLoad() throws IOException {
        Target target = table("");
        etl.run(csv("id,name\n1,a\n"), target);
        assertThat(target.state("sales").columns()).isEqualTo(Etl.columns(TYPES));
        assertThatThrownBy(() -> etl.run(csv("id,name\n1.5,b\n"), target))
                .hasMessage("Line 2, column id: '1.5' is no whole number");
        assertThatThrownBy(() -> etl.run(csv("id,name\n2,b\n"), target, "id text"))
                .hasMessage("Column id was loaded as bigint and cannot become text");
        assertThat(rows()).containsExactly("1=a");
    }

    @Test
    void aTableWhoseTypesWouldLoseSomething_isRefused() throws IOException {
        Target target = table("");
        etl.run(csv("id,name\n1,a\n"), target, TYPES);
        etl.job("other");
        assertThatThrownBy(() -> etl.run(csv("id,name\n1.5,b\n"), target, "id decimal(10,1)", "name text"))
                .hasMessageContaining("which does not hold every decimal(10,1)");
        assertThat(rows()).containsExactly("1=a");
    }

    @Test
    void rejects_goToTheirFile_withLineColumnAndReason() throws IOException {
        Target target = table("");
        etl.skipRejects();
        LoadPackage pack = etl.extract(csv("id,name\n1,a\nx,b\n2\n3,c,d\n\"4\",\"e\nf\"\n5x,g\n"), target, TYPES);
        assertThat(target.load(pack, step -> {}).rows()).isEqualTo(2);
        assertThat(pack.manifest().rowsRead()).isEqualTo(6);
        assertThat(pack.manifest().rowsRejected()).isEqualTo(4);
        assertThat(Files.readString(etl.rejects()).lines())
                .containsExactly(
                        "line,column,reason,fields",
                        "3,id,'x' is no whole number,x,b",
                        "4,,has 1 fields instead of 2,2",
                        "5,,has 3 fields instead of 2,3,c,d",
                        "8,id,'5x' is no whole number,5x,g");
    }

    @Test
    void aLoadThatEndsAtAnyStep_leavesNothing_andTheNextOneEverything() throws IOException {
        for (String disposition : List.of("append", "replace", "merge")) {
            clear();
            Target target = table(", 'disposition': '" + disposition + "', 'keys': ['id']");
            LoadPackage pack = etl.job(disposition).extract(csv("id,name\n1,a\n2,b\n"), target, TYPES);
            for (String end : List.of("locked", "shaped", "written", "recorded")) {
                assertThatThrownBy(() -> target.load(pack, step -> {
                            if (step.equals(end)) {
                                throw new IllegalStateException(end);
                            }
                        }))
                        .hasMessage(end);
                assertThat(target.state(disposition)).isEqualTo(Target.State.NONE);
            }
            assertThat(target.load(pack, step -> {})).isEqualTo(new Loaded(2, false));
            assertThat(rows()).containsExactly("1=a", "2=b");
        }
    }

    @Test
    void aPackageOfSeveralParts_isTakenUpWhole_andTheLastRowOfAKeyIsThatOfTheLastPart() throws IOException {
        int keys = 120_000;
        StringBuilder text = new StringBuilder("id,name\n");
        for (int id = 1; id <= keys; id++) {
            text.append(id).append(",old\n");
        }
        text.append("1,new\n").append(keys).append(",new\n");
        Target target = table(", 'disposition': 'merge', 'keys': ['id']");
        LoadPackage pack = etl.keys("id").partBytes(1).extract(csv(text.toString()), target, TYPES);
        assertThat(pack.manifest().parts()).hasSize(2);
        assertThat(target.load(pack, step -> {})).isEqualTo(new Loaded(keys + 2, false));
        assertThat(target.load(pack, step -> {})).isEqualTo(new Loaded(keys + 2, true));
        assertThat(query("SELECT concat(count(*), ' ', count(DISTINCT id)) FROM sales"))
                .containsExactly(keys + " " + keys);
        assertThat(query("SELECT id FROM sales WHERE name = 'new' ORDER BY id")).containsExactly("1", "" + keys);
        assertThat(query("SELECT concat(part, ' ', row_count) FROM etl_loads ORDER BY part"))
                .containsExactly("0 100000", "1 20002");
    }
}
