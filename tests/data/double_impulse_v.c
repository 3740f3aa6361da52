/* V of the double impulse every 0.05 ms, in 113-bit arithmetic: Gragg's extrapolation of the modified
   midpoint rule with n = 2, 4, ... 20 sub-steps (order 20) on steps of 1/160 ms, restarted at each edge.
   gcc -O2 double_impulse_v.c -o v -lquadmath && ./v > double_impulse_v.csv */
#include <quadmath.h>
#include <stdio.h>

typedef __float128 Q;
enum { K = 10 };

static Q vtrap(Q x, Q y) { /* x / (exp(x/y) - 1) */
    Q z = x / y;
    return fabsq(z) < 1e-12Q ? y * (1 - z / 2 + z * z / 12) : x / expm1q(z);
}

static void f(Q current, const Q *y, Q *d) {
    Q v = y[0], m = y[1], h = y[2], n = y[3];
    Q am = 0.1Q * vtrap(25 - v, 10), bm = 4 * expq(-v / 18);
    Q ah = 0.07Q * expq(-v / 20), bh = 1 / (expq((30 - v) / 10) + 1);
    Q an = 0.01Q * vtrap(10 - v, 10), bn = 0.125Q * expq(-v / 80);
    d[0] = current - 120 * m * m * m * h * (v - 115) - 36 * n * n * n * n * (v + 12) - 0.3Q * (v - 10.613Q);
    d[1] = am * (1 - m) - bm * m;
    d[2] = ah * (1 - h) - bh * h;
    d[3] = an * (1 - n) - bn * n;
}

static void midpoint(Q current, const Q *y, Q H, int n, Q *out) {
    Q a[4], b[4], d[4], h = H / n;
    f(current, y, d);
    for (int i = 0; i < 4; i++) { a[i] = y[i]; b[i] = y[i] + h * d[i]; }
    for (int k = 1; k < n; k++) {
        f(current, b, d);
        for (int i = 0; i < 4; i++) { Q c = a[i] + 2 * h * d[i]; a[i] = b[i]; b[i] = c; }
    }
    f(current, b, d);
    for (int i = 0; i < 4; i++) out[i] = (a[i] + b[i] + h * d[i]) / 2;
}

static void step(Q current, Q *y, Q H) {
    Q T[K][4];
    for (int j = 0; j < K; j++) {
        midpoint(current, y, H, 2 * (j + 1), T[j]);
        for (int k = j - 1; k >= 0; k--) {
            Q r = (Q)(j + 1) / (k + 1);
            for (int i = 0; i < 4; i++) T[k][i] = T[k + 1][i] + (T[k + 1][i] - T[k][i]) / (r * r - 1);
        }
    }
    for (int i = 0; i < 4; i++) y[i] = T[0][i];
}

int main(void) {
    Q v = 0, y[4];
    Q am = 0.1Q * vtrap(25 - v, 10), bm = 4, ah = 0.07Q, bh = 1 / (expq(3.0Q) + 1), an = 0.01Q * vtrap(10 - v, 10), bn = 0.125Q;
    y[0] = 0; y[1] = am / (am + bm); y[2] = ah / (ah + bh); y[3] = an / (an + bn);
    puts("t_ms,v_mv");
    for (int k = 0; k <= 1000; k++) {
        char s[64];
        quadmath_snprintf(s, sizeof s, "%.21Qg", y[0]);
        printf("%.2f,%s\n", k / 20.0, s);
        Q current = k < 20 ? 150 : k >= 200 && k < 220 ? 50 : 0;
        for (int j = 0; j < 8; j++) step(current, y, 1 / 160.0Q);
    }
}
