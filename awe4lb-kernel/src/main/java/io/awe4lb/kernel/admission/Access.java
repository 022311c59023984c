package io.awe4lb.kernel.admission;

import io.awe4lb.kernel.config.AccessRule;
import io.awe4lb.kernel.config.NetworkFile;
import io.awe4lb.spi.Client;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Access rules as they are asked: the first that a client is meant by decides, who is meant by none may come in. Immutable; any thread. */
public final class Access {

    private final List<AccessRule> rules;
    private final FileStamps files;
    /** How many networks each has. */
    private final Map<Path, Integer> lengths;
    private final RuleTable table;
    /** The first rule that means everybody. */
    private final int forAll;

    private Access(List<AccessRule> rules, FileStamps files, Map<Path, Integer> lengths, RuleTable table, int forAll) {
        this.rules = rules;
        this.files = files;
        this.lengths = lengths;
        this.table = table;
        this.forAll = forAll;
    }

    /**
     * Reads the files that the rules name. Blocks on the disk.
     *
     * @param rules in their order
     * @return of the files as they are now
     * @throws IOException with a sentence, if one of them cannot be read or is not a list of networks, or there is no memory for all of them
     */
    public static Access of(List<AccessRule> rules) throws IOException {
        FileStamps files = FileStamps.of(rules);
        var table = new RuleTable.Builder(HeapRoom.ofThisProcess());
        Map<Path, Integer> lengths = new LinkedHashMap<>();
        int forAll = RuleTable.NONE;
        for (int i = 0; i < rules.size(); i++) {
            int rule = i;
            switch (rules.get(i).who()) {
                case AccessRule.All _ -> forAll = Math.min(forAll, rule);
                case AccessRule.In(var network) -> table.add(network, rule);
                case AccessRule.Listed(var file) -> lengths.put(file, NetworkFile.read(file, network -> table.add(network, rule)));
            }
        }
        return new Access(rules, files, lengths, table.build(), forAll);
    }

    List<AccessRule> rules() {
        return rules;
    }

    /**
     * What was read.
     *
     * @return such as {@code blocked.txt has 12 networks, friends.txt 1}; empty without files
     */
    public String lists() {
        List<String> each = new ArrayList<>();
        lengths.forEach((file, length) -> each.add(each.isEmpty() ? file + " has " + length + (length == 1 ? " network" : " networks")
                : file + " " + length));
        return String.join(", ", each);
    }

    /** The files that it was made of, as they were before they were read. */
    FileStamps files() {
        return files;
    }

    /**
     * Whether clients of an address may come in. Allocates nothing.
     *
     * @param high upper half of the address, as that of a {@link Client}
     * @param low lower half
     * @return false if a rule denies it
     */
    public boolean allows(long high, long low) {
        return rules.isEmpty() || allows(Math.min(forAll, table.rule(high, low)));
    }

    /**
     * Whether a client may come in. Allocates nothing.
     *
     * @param client on a Unix socket, it is meant by the rules for all
     * @return false if a rule denies it
     */
    public boolean allows(Client client) {
        return rules.isEmpty() || allows(number(client));
    }

    /**
     * Why a client may come in, or may not.
     *
     * @param client as of {@link #allows(Client)}
     * @return the number of the rule that means it, from 1; empty if none does
     */
    public Optional<Integer> rule(Client client) {
        int number = number(client);
        return number == RuleTable.NONE ? Optional.empty() : Optional.of(number + 1);
    }

    private int number(Client client) {
        return client.isLocal() ? forAll : Math.min(forAll, table.rule(client.addressHigh(), client.addressLow()));
    }

    private boolean allows(int rule) {
        return rule == RuleTable.NONE || rules.get(rule).allows();
    }
}
