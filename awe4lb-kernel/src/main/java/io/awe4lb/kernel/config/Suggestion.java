package io.awe4lb.kernel.config;

import java.util.Collection;
import java.util.Locale;

/** "Did you mean": the known word that is nearest to one that was written. */
public final class Suggestion {

    private static final int LONGEST = 64;
    private static final int MOST_CHANGES = 3;
    private static final int MOST_CANDIDATES = 1_000;

    private Suggestion() {}

    /**
     * Says which known word was probably meant.
     *
     * @param written by a user
     * @param known words that there are
     * @return {@code : did you mean 'bind'?}, or nothing if no word is near
     */
    public static String of(String written, Collection<String> known) {
        if (written.length() > LONGEST) {
            return "";
        }
        String plain = plain(written);
        String nearest = "";
        int least = Math.min(MOST_CHANGES, written.length() / 2) + 1;
        for (String word : known.stream().limit(MOST_CANDIDATES).toList()) {
            int distance = Math.abs(word.length() - written.length()) > least + 2 ? least : distance(plain, plain(word));
            if (distance < least) {
                least = distance;
                nearest = word;
            }
        }
        return nearest.isEmpty() ? "" : ": did you mean '" + nearest + "'?";
    }

    /** {@code health_check}, {@code health-check} and {@code healthcheck} are one word to a user. */
    private static String plain(String word) {
        return word.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
    }

    /** Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours. */
    private static int distance(String a, String b) {
        int[] beforeLast = new int[b.length() + 1];
        int[] last = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(last[j - 1] + change, 1 + Math.min(last[j], row[j - 1]));
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
                }
            }
            beforeLast = last;
            last = row;
        }
        return last[b.length()];
    }
}
