var e=Array.isArray,t=Array.prototype.indexOf,n=Array.prototype.includes,r=Array.from,i=Object.defineProperty,a=Object.getOwnPropertyDescriptor,o=Object.getOwnPropertyDescriptors,s=Object.prototype,c=Array.prototype,l=Object.getPrototypeOf,u=Object.isExtensible,d=()=>{};function f(e){for(var t=0;t<e.length;t++)e[t]()}function p(){var e,t;return{promise:new Promise((n,r)=>{e=n,t=r}),resolve:e,reject:t}}function m(e,t){if(Array.isArray(e))return e;if(t===void 0||!(Symbol.iterator in e))return Array.from(e);let n=[];for(let r of e)if(n.push(r),n.length===t)break;return n}var h=1024,g=2048,_=4096,v=8192,y=16384,b=32768,x=1<<25,S=65536,C=1<<18,w=1<<19,T=1<<20,ee=1<<25,te=1<<21,ne=1<<22,re=1<<23,ie=Symbol(`$state`),ae=Symbol(`component`),oe=Symbol(`legacy props`),se=Symbol(``),ce=Symbol(`attributes`),le=Symbol(`class`),ue=Symbol(`style`),de=Symbol(`text`),fe=Symbol(`form reset`),pe=new class extends Error{name=`StaleReactionError`;message="The reaction that called `getAbortSignal()` was re-run or destroyed"},me=!!globalThis.document?.contentType&&globalThis.document.contentType.includes(`xml`),he={},ge=Symbol(`uninitialized`),_e=`http://www.w3.org/1999/xhtml`;function ve(){console.warn(`https://svelte.dev/e/derived_inert`)}function ye(e){console.warn(`https://svelte.dev/e/hydration_mismatch`)}function be(){console.warn(`https://svelte.dev/e/select_multiple_invalid_value`)}function xe(){console.warn(`https://svelte.dev/e/svelte_boundary_reset_noop`)}var E=!1;function Se(e){E=e}var D;function Ce(e){if(e===null)throw ye(),he;return D=e}function we(){return Ce(sn(D))}function O(e){if(E){if(sn(D)!==null)throw ye(),he;D=e}}function Te(e=1){if(E){for(var t=e,n=D;t--;)n=sn(n);D=n}}function Ee(e=!0){for(var t=0,n=D;;){if(n.nodeType===8){var r=n.data;if(r===`]`){if(t===0)return n;--t}else(r===`[`||r===`[!`||r[0]===`[`&&!isNaN(Number(r.slice(1))))&&(t+=1)}var i=sn(n);e&&n.remove(),n=i}}function De(e){if(!e||e.nodeType!==8)throw ye(),he;return e.data}function Oe(e){return e===this.v}function ke(e,t){return e==e?e!==t||typeof e==`object`&&!!e||typeof e==`function`:t==t}function Ae(e){return!ke(e,this.v)}function je(){throw Error(`https://svelte.dev/e/async_derived_orphan`)}function Me(e,t,n){throw Error(`https://svelte.dev/e/each_key_duplicate`)}function Ne(e){throw Error(`https://svelte.dev/e/effect_in_teardown`)}function Pe(){throw Error(`https://svelte.dev/e/effect_in_unowned_derived`)}function Fe(e){throw Error(`https://svelte.dev/e/effect_orphan`)}function Ie(){throw Error(`https://svelte.dev/e/effect_update_depth_exceeded`)}function Le(e){throw Error(`https://svelte.dev/e/props_invalid_value`)}function Re(){throw Error(`https://svelte.dev/e/state_descriptors_fixed`)}function ze(){throw Error(`https://svelte.dev/e/state_prototype_fixed`)}function Be(){throw Error(`https://svelte.dev/e/state_unsafe_mutation`)}function Ve(){throw Error(`https://svelte.dev/e/svelte_boundary_reset_onerror`)}var He=null;function Ue(e){He=e}function We(e,t=!1,n){He={p:He,i:!1,c:null,e:null,s:e,x:null,r:z,l:null}}function Ge(e){var t=He,n=t.e;if(n!==null){t.e=null;for(var r of n)bn(r)}return e!==void 0&&(t.x=e),t.i=!0,He=t.p,Ke(e)}function Ke(e={}){return i(e,ae,{value:!0}),e}function qe(){return!0}var Je=[];function Ye(){var e=Je;Je=[],f(e)}function Xe(e){if(Je.length===0&&!wt){var t=Je;queueMicrotask(()=>{t===Je&&Ye()})}Je.push(e)}function Ze(){for(;Je.length>0;)Ye()}var Qe=~(g|_|h);function $e(e,t){e.f=e.f&Qe|t}function et(e){e.f&512||e.deps===null?$e(e,h):$e(e,_)}function tt(e,t){e.f&2048?t.set(e,g):e.f&4096&&t.get(e)!==2048&&t.set(e,_),$e(e,h)}function nt(e){E&&on(e)!==null&&cn(e)}var rt=!1;function it(){rt||(rt=!0,document.addEventListener(`reset`,e=>{Promise.resolve().then(()=>{if(!e.defaultPrevented)for(let t of e.target.elements)t[fe]?.()})},{capture:!0}))}function at(e){var t=R,n=z;Un(null),Wn(null);try{return e()}finally{Un(t),Wn(n)}}function ot(e,t,n,r=n){e.addEventListener(t,()=>at(n));let i=e[fe];e[fe]=i?()=>{i(),r(!0)}:()=>r(!0),it()}function st(e,t,n,r){let i=qe()?dt:mt;var a=e.filter(e=>!e.settled),o=t.map(i);if(n.length===0&&a.length===0){r(o);return}var s=z,c=ct(),l=a.length===1?a[0].promise:a.length>1?Promise.all(a.map(e=>e.promise)):null;function u(e){if(!(s.f&16384)){c();try{r([...o,...e])}catch(e){pn(e,s)}lt()}}var d=ut();if(n.length===0){l.then(()=>u([])).finally(d);return}function f(){Promise.all(n.map(e=>pt(e))).then(u).catch(e=>pn(e,s)).finally(d)}l?l.then(()=>{s.f&16384?d():(c(),f(),lt())}):f()}function ct(){var e=z,t=R,n=He,r=A;return function(i=!0){Wn(e),Un(t),Ue(n),i&&!(e.f&16384)&&(r?.activate(),r?.apply())}}function lt(e=!0){Wn(null),Un(null),Ue(null),e&&A?.deactivate()}function ut(){var e=z,t=e.b,n=A,r=!!t?.is_rendered();return t?.update_pending_count(1,n),n.increment(r,e),()=>{t?.update_pending_count(-1,n),n.decrement(r,e)}}function dt(e){var t=2|g;return z!==null&&(z.f|=w),{ctx:He,deps:null,effects:null,equals:Oe,f:t,fn:e,reactions:null,rv:0,v:ge,wv:0,parent:z,ac:null}}var ft=Symbol(`obsolete`);function pt(e,t,n){let r=z;r===null&&je();var i=void 0,a=Vt(ge),o=!R,s=new Set;return Cn(()=>{var t=z,n=p();i=n.promise;try{Promise.resolve(e()).then(n.resolve,e=>{e!==pe&&n.reject(e)}).finally(lt)}catch(e){n.reject(e),lt()}var c=A;if(o){if(t.f&32768)var l=ut();if(r.b?.is_rendered())c.async_deriveds.get(t)?.reject(ft);else for(let e of s.values())e.reject(ft);s.add(n),c.async_deriveds.set(t,n)}let u=(e,t=void 0)=>{l?.(),s.delete(n),t!==ft&&(c.activate(),t?(a.f|=re,Gt(a,t)):(a.f&8388608&&(a.f^=re),Gt(a,e)),c.deactivate())};n.promise.then(u,e=>u(null,e||`unknown`))}),vn(()=>{for(let e of s)e.reject(ft)}),new Promise(e=>{function t(n){function r(){n===i?e(a):t(i)}n.then(r,r)}t(i)})}function k(e){let t=dt(e);return Kn(t),t}function mt(e){let t=dt(e);return t.equals=Ae,t}function ht(e){var t=e.effects;if(t!==null){e.effects=null;for(var n=0;n<t.length;n+=1)jn(t[n])}}function gt(e){var t,n=z,r=e.parent;if(!Bn&&r!==null&&e.v!==ge&&r.f&24576)return ve(),e.v;Wn(r);try{ht(e),t=ir(e)}finally{Wn(n)}return t}function _t(e){var t=gt(e);!e.equals(t)&&(e.wv=tr(),(!A?.is_fork||e.deps===null)&&(A===null?e.v=t:(A.capture(e,t,!0),xt?.capture(e,t,!0)),e.deps===null))?$e(e,h):Bn||(St===null?et(e):(_n()||A?.is_fork)&&St.set(e,t))}function vt(e){if(e.effects!==null)for(let t of e.effects)(t.teardown||t.ac)&&(t.teardown?.(),t.ac!==null&&at(()=>{t.ac.abort(pe),t.ac=null}),t.fn!==null&&(t.teardown=d),sr(t,0),kn(t))}function yt(e){if(e.effects!==null)for(let t of e.effects)t.teardown&&t.fn!==null&&cr(t)}var bt=null,A=null,xt=null,St=null,Ct=null,wt=!1,Tt=!1,Et=null,Dt=null,Ot=0,kt=1,At=class e{id=kt++;started=!1;linked=!0;prev=null;next=null;async_deriveds=new Map;current=new Map;previous=new Map;#e=new Set;#t=new Set;#n=0;#r=new Map;#i=null;#a=[];#o=[];#s=new Map;#c=new Map;#l=new Set;is_fork=!1;#u=!1;constructor(){bt===null?bt=this:(bt.next=this,this.prev=bt),bt=this}#d(){if(this.is_fork)return!0;for(let e of this.#r.keys())if(!this.#f(e))return!0;return!1}#f(e){for(var t=e;t!==null;t=t.parent)if(this.#c.has(t))return!0;return!1}skip_effect(e){this.#c.has(e)||this.#c.set(e,{d:[],m:[]}),this.#l.delete(e)}unskip_effect(e,t=e=>this.schedule(e)){var n=this.#c.get(e);if(n){this.#c.delete(e);for(var r of n.d)$e(r,g),t(r);for(r of n.m)$e(r,_),t(r)}this.#l.add(e)}#p(){var e=[];for(let i of this.#a)if(!(i.f&16384||!(i.f&6144))){for(var t=i,n=!1;t.parent!==null;){t=t.parent;var r=t.f;if(r&96){if(!(r&1024)){n=!0;break}t.f^=h}}n||e.push(t)}return this.#a=[],e}#m(){this.started=!0;for(let[e,t]of this.#s)$e(e,t),this.schedule(e);this.apply();for(var t=Et=[],n=[],r=Dt=[];this.#a.length>0;){Ot++>1e3&&(this.#b(),Mt());for(let e of this.#p())try{this.#h(e,t,n)}catch(t){throw Lt(e),this.#d()||this.discard(),t}}if(A=null,r.length>0){var i=e.ensure();for(let e of r)i.schedule(e)}if(Et=null,Dt=null,this.#d()){this.#y(n),this.#y(t);for(let[e,t]of this.#c)It(e,t);r.length>0&&A.#m();return}let a=this.#g();if(a)this.#y(n),this.#y(t),a.#v(this);else{this.#s.clear();for(let e of this.#e)e(this);this.#e.clear(),xt=this,Pt(n),Pt(t),xt=null,this.#i?.resolve();var o=A;this.#n===0&&(this.#a.length===0||o!==null)&&this.#b(),o!==null&&(zt.clear(),o.#m())}}#h(e,t,n){e.f^=h;for(var r=e.first;r!==null;){var i=r.f,a=!!(i&96);if(!(a&&i&1024||i&8192||this.#c.has(r))&&r.fn!==null){a?r.f^=h:i&4?t.push(r):nr(r)&&(i&16&&this.add_dirty_reaction(r,_),cr(r));var o=r.first;if(o!==null){r=o;continue}}for(;r!==null;){var s=r.next;if(s!==null){r=s;break}r=r.parent}}}#g(){for(var e=this.prev;e!==null;e=e.prev)if(!e.is_fork&&this.#_(e))return e;return null}#_(e){for(let[t,[,n]]of this.current)if(!n&&e.current.has(t))return!0;return!1}#v(e){for(let[t,n]of e.current)!this.previous.has(t)&&e.previous.has(t)&&this.previous.set(t,e.previous.get(t)),this.current.set(t,n);for(let[t,n]of e.async_deriveds){let e=this.async_deriveds.get(t);e&&n.promise.then(e.resolve).catch(e.reject)}e.async_deriveds.clear(),this.transfer_reactions(e.#s);let t=e=>{var n=e.reactions;if(n!==null&&!(e.f&2&&!(e.f&6144)))for(let e of n){var r=e.f;if(r&2)t(e);else{var i=e;r&4194320&&!this.async_deriveds.has(i)&&(this.#s.delete(i),$e(i,g),this.schedule(i))}}};for(let e of this.current.keys())t(e);this.oncommit(()=>e.discard()),e.#b(),A=this,this.#m()}#y(e){for(var t=0;t<e.length;t+=1)tt(e[t],this.#s)}capture(e,t,n=!1){e.v!==ge&&!this.previous.has(e)&&this.previous.set(e,e.v),e.f&8388608||(this.current.set(e,[t,n]),St?.set(e,t)),this.is_fork||(e.v=t)}activate(){A=this}deactivate(){A=null,St=null}flush(){try{Tt=!0,A=this,this.#m()}finally{Ot=0,Ct=null,Et=null,Dt=null,Tt=!1,A=null,St=null,zt.clear()}}discard(){for(let e of this.#t)e(this);this.#t.clear();for(let e of this.async_deriveds.values())e.reject(ft);this.#b(),this.#i?.resolve()}register_created_effect(e){this.#o.push(e)}increment(e,t){if(this.#n+=1,e){let e=this.#r.get(t)??0;this.#r.set(t,e+1)}}decrement(e,t){if(--this.#n,e){let e=this.#r.get(t)??0;e===1?this.#r.delete(t):this.#r.set(t,e-1)}this.#u||(this.#u=!0,Xe(()=>{this.#u=!1,this.linked&&this.flush()}))}transfer_reactions(e){for(let[t,n]of e)this.add_dirty_reaction(t,n);e.clear()}add_dirty_reaction(e,t){(t===2048||this.#s.get(e)!==2048)&&this.#s.set(e,t)}oncommit(e){this.#e.add(e)}ondiscard(e){this.#t.add(e)}settled(){return(this.#i??=p()).promise}static ensure(){if(A===null){let t=A=new e;!Tt&&!wt&&Xe(()=>{t.started||t.flush()})}return A}apply(){St=null}schedule(e){Ct=e,e.b?.is_pending&&e.f&16777228&&!(e.f&32768)?e.b.defer_effect(e):this.#a.push(e)}#b(){if(this.linked){var e=this.prev,t=this.next;e===null||(e.next=t),t===null?bt=e:t.prev=e,this.linked=!1}}};function jt(e){var t=wt,n=xt;xt=null,wt=!0;try{var r;for(e&&(jt(),r=e());;){if(Ze(),A===null)return r;A.flush()}}finally{wt=t,xt=n}}function Mt(){try{Ie()}catch(e){pn(e,Ct)}}var Nt=null;function Pt(e){var t=e.length;if(t!==0){for(var n=0;n<t;){var r=e[n++];if(!(r.f&24576)&&nr(r)&&(Nt=new Set,cr(r),r.deps===null&&r.first===null&&r.nodes===null&&r.teardown===null&&r.ac===null&&Nn(r),Nt?.size>0)){zt.clear();for(let e of Nt){if(e.f&24576)continue;let t=[e],n=e.parent;for(;n!==null;)Nt.has(n)&&(Nt.delete(n),t.push(n)),n=n.parent;for(let e=t.length-1;e>=0;e--){let n=t[e];n.f&24576||cr(n)}}Nt.clear()}}Nt=null}}function Ft(e){A.schedule(e)}function It(e,t){if(!(e.f&32&&e.f&1024)){e.f&2048?t.d.push(e):e.f&4096&&t.m.push(e),$e(e,h);for(var n=e.first;n!==null;)It(n,t),n=n.next}}function Lt(e){$e(e,h);for(var t=e.first;t!==null;)Lt(t),t=t.next}var Rt=new Set,zt=new Map,Bt=!1;function Vt(e,t){return{f:0,v:e,reactions:null,equals:Oe,rv:0,wv:0}}function j(e,t){let n=Vt(e,t);return Kn(n),n}function Ht(e,t=!1,n=!0){let r=Vt(e);return t||(r.equals=Ae),r}function M(e,t,n=!1){return R!==null&&(!Hn||R.f&131072)&&qe()&&R.f&4325394&&(Gn===null||!Gn.has(e))&&Be(),Gt(e,n?Yt(t):t,Dt)}var Ut=null,Wt=0;function Gt(e,t,n=null){if(!e.equals(t)){Bn?zt.set(e,t):zt.has(e)||zt.set(e,e.v);var r=At.ensure();if(r.capture(e,t),e.f&2){let t=e;e.f&2048&&gt(t),St===null&&et(t)}e.wv=tr(),Ut=null,Wt=0,Jt(e,g,n),Ut=null,qe()&&z!==null&&z.f&1024&&!(z.f&96)&&(Yn===null?Xn([e]):Yn.push(e)),!r.is_fork&&Rt.size>0&&!Bt&&Kt()}return t}function Kt(){Bt=!1;for(let e of Rt){e.f&1024&&$e(e,_);let t;try{t=nr(e)}catch{t=!0}t&&cr(e)}Rt.clear()}function qt(e){M(e,e.v+1)}function Jt(e,t,n){var r=e.reactions;if(r!==null){var i=qe(),a=r.length;if(Wt+=a,Wt>1e5&&Ut===null&&(Ut=new Set),Ut!==null){if(Ut.has(e))return;Ut.add(e)}for(var o=0;o<a;o++){var s=r[o],c=s.f;if(i||s!==z){var l=(c&g)===0;if(l&&$e(s,t),c&131072)Rt.add(s);else if(c&2){var u=s;St?.delete(u),Jt(u,_,n)}else if(l){var d=s;c&16&&Nt!==null&&Nt.add(d),n===null?Ft(d):n.push(d)}}}}}function Yt(t){if(typeof t!=`object`||!t||ie in t||ae in t)return t;let n=l(t);if(n!==s&&n!==c)return t;var r=new Map,i=e(t),o=j(0),u=null,d=$n,f=e=>{if($n===d)return e();var t=R,n=$n;Un(null),er(d);var r=e();return Un(t),er(n),r};return i&&r.set(`length`,j(t.length,u)),new Proxy(t,{defineProperty(e,t,n){`value`in n&&n.configurable!==!1&&n.enumerable!==!1&&n.writable!==!1||Re();var i=r.get(t);return i===void 0?f(()=>{var e=j(n.value,u);return r.set(t,e),e}):M(i,n.value,!0),!0},deleteProperty(e,t){var n=r.get(t);if(n===void 0){if(t in e){let e=f(()=>j(ge,u));r.set(t,e),qt(o)}}else M(n,ge),qt(o);return!0},get(e,n,i){if(n===ie)return t;var o=r.get(n),s=n in e;if(o===void 0&&(!s||a(e,n)?.writable)&&(o=f(()=>j(Yt(s?e[n]:ge),u)),r.set(n,o)),o!==void 0){var c=B(o);return c===ge?void 0:c}return Reflect.get(e,n,i)},getOwnPropertyDescriptor(e,t){this.has?.(e,t);var n=Reflect.getOwnPropertyDescriptor(e,t),i=r.get(t);if(i!==void 0){var a=B(i);if(a===ge)return;if(n&&`value`in n)n.value=a;else return{enumerable:!0,configurable:!0,value:a,writable:!0}}return n},has(e,t){if(t===ie)return!0;var n=r.get(t),i=n!==void 0&&n.v!==ge||Reflect.has(e,t);return(n!==void 0||(z!==null||R!==null)&&(!i||a(e,t)?.writable))&&(n===void 0&&(n=f(()=>j(i?Yt(e[t]):ge,u)),r.set(t,n)),B(n)===ge)?!1:i},set(e,t,n,s){var c=r.get(t),l=t in e;if(i&&t===`length`)for(var d=n;d<c.v;d+=1){var p=r.get(d+``);p===void 0?d in e&&(p=f(()=>j(ge,u)),r.set(d+``,p)):M(p,ge)}if(c===void 0)(!l||a(e,t)?.writable)&&(c=f(()=>j(void 0,u)),M(c,Yt(n)),r.set(t,c));else{l=c.v!==ge;var m=f(()=>Yt(n));M(c,m)}var h=Reflect.getOwnPropertyDescriptor(e,t);if(h?.set&&h.set.call(s,n),!l){if(i&&typeof t==`string`){var g=r.get(`length`),_=Number(t);Number.isInteger(_)&&_>=g.v&&M(g,_+1)}qt(o)}return!0},ownKeys(e){B(o);var t=Reflect.ownKeys(e).filter(e=>{var t=r.get(e);return t===void 0||t.v!==ge});for(var[n,i]of r)i.v!==ge&&!(n in e)&&t.push(n);return t},setPrototypeOf(){ze()}})}function Xt(e){try{if(typeof e==`object`&&e&&ie in e)return e[ie]}catch{}return e}function Zt(e,t){return Object.is(Xt(e),Xt(t))}var Qt,$t,en,tn,nn;function rn(){if(Qt===void 0){Qt=window,$t=document,en=/Firefox/.test(navigator.userAgent);var e=Element.prototype,t=Node.prototype,n=Text.prototype;tn=a(t,`firstChild`).get,nn=a(t,`nextSibling`).get,u(e)&&(e[le]=void 0,e[ce]=null,e[ue]=void 0,e.__e=void 0),u(n)&&(n[de]=void 0)}}function an(e=``){return document.createTextNode(e)}function on(e){return tn.call(e)}function sn(e){return nn.call(e)}function N(e,t){if(!E)return on(e);var n=on(D);if(n===null)n=D.appendChild(an());else if(t&&n.nodeType!==3){var r=an();return n?.before(r),Ce(r),r}return t&&dn(n),Ce(n),n}function P(e,t=!1){if(!E){var n=on(e);return n instanceof Comment&&n.data===``?sn(n):n}if(t){if(D?.nodeType!==3){var r=an();return D?.before(r),Ce(r),r}dn(D)}return D}function F(e,t=!1){if(!E)return on(e);var n=N(e,t);return O(e),n}function I(e,t=1,n=!1){let r=E?D:e;for(var i;t--;)i=r,r=sn(r);if(!E)return r;if(n){if(r?.nodeType!==3){var a=an();return r===null?i?.after(a):r.before(a),Ce(a),a}dn(r)}return Ce(r),r}function cn(e){e.textContent=``}function ln(){return!1}function un(e,t,n){return t==null||t===`http://www.w3.org/1999/xhtml`?n?document.createElement(e,{is:n}):document.createElement(e):n?document.createElementNS(t,e,{is:n}):document.createElementNS(t,e)}function dn(e){if(e.nodeValue.length<65536)return;let t=e.nextSibling;for(;t!==null&&t.nodeType===3;)t.remove(),e.nodeValue+=t.nodeValue,t=e.nextSibling}function fn(e){var t=z;if(t===null)return R.f|=re,e;if(!(t.f&32768)&&!(t.f&4))throw e;pn(e,t)}function pn(e,t){if(e===he)throw e;if(!(t!==null&&t.f&16384)){for(;t!==null;){if(t.f&128&&!(t.f&33570816)){if(!(t.f&32768))throw e;try{t.b.error(e);return}catch(t){e=t}}t=t.parent}throw e}}function mn(e){z===null&&(R===null&&Fe(e),Pe()),Bn&&Ne(e)}function hn(e,t){var n=t.last;n===null?t.last=t.first=e:(n.next=e,e.prev=n,t.last=e)}function gn(e,t){var n=z;n!==null&&n.f&8192&&(e|=v);var r={ctx:He,deps:null,nodes:null,f:e|g|512,first:null,fn:t,last:null,next:null,parent:n,b:n&&n.b,prev:null,teardown:null,wv:0,ac:null};A?.register_created_effect(r);var i=r;if(e&4)Et===null?At.ensure().schedule(r):Et.push(r);else if(t!==null){try{cr(r)}catch(e){throw jn(r),e}i.deps===null&&i.teardown===null&&i.nodes===null&&i.first===i.last&&!(i.f&524288)&&(i=i.first,e&16&&e&65536&&i!==null&&(i.f|=S))}if(i!==null&&(i.parent=n,n!==null&&hn(i,n),R!==null&&R.f&2&&!(e&64))){var a=R;(a.effects??=[]).push(i)}return r}function _n(){return R!==null&&!Hn}function vn(e){let t=gn(8,null);return $e(t,h),t.teardown=e,t}function yn(e){mn(`$effect`);var t=z.f;if(!R&&t&32&&He!==null&&!He.i){var n=He;(n.e??=[]).push(e)}else return bn(e)}function bn(e){return gn(4|T,e)}function xn(e){At.ensure();let t=gn(64|w,e);return(e={})=>new Promise(n=>{e.outro?Pn(t,()=>{jn(t),n(void 0)}):(jn(t),n(void 0))})}function Sn(e){return gn(4,e)}function Cn(e){return gn(ne|w,e)}function wn(e,t=0){return gn(8|t,e)}function L(e,t=[],n=[],r=[]){st(r,t,n,t=>{gn(8,()=>{e(...t.map(B))})})}function Tn(e,t=[],n=[],r=[]){st(r,t,n,t=>{gn(4,()=>e(...t.map(B)))})}function En(e,t=0){return gn(16|t,e)}function Dn(e){return gn(32|w,e)}function On(e){var t=e.teardown;if(t!==null){let n=Bn,r=R;Vn(!0),Un(null);try{t.call(null)}catch(t){pn(t,e.parent)}finally{Vn(n),Un(r)}}}function kn(e,t=!1){var n=e.first;for(e.first=e.last=null;n!==null;){let e=n.ac;e!==null&&at(()=>{e.abort(pe)});var r=n.next;n.f&64?n.parent=null:jn(n,t),n=r}}function An(e){for(var t=e.first;t!==null;){var n=t.next;t.f&32||jn(t),t=n}}function jn(e,t=!0){var n=!1;(t||e.f&262144)&&e.nodes!==null&&e.nodes.end!==null&&(Mn(e.nodes.start,e.nodes.end),n=!0),e.f|=x,kn(e,t&&!n),sr(e,0);var r=e.nodes&&e.nodes.t;if(r!==null)for(let e of r)e.stop();On(e),e.f^=x,e.f|=y;var i=e.parent;i!==null&&i.first!==null&&Nn(e),e.next=e.prev=e.teardown=e.ctx=e.deps=e.fn=e.nodes=e.ac=e.b=null}function Mn(e,t){for(;e!==null;){var n=e===t?null:sn(e);e.remove(),e=n}}function Nn(e){var t=e.parent,n=e.prev,r=e.next;n!==null&&(n.next=r),r!==null&&(r.prev=n),t!==null&&(t.first===e&&(t.first=r),t.last===e&&(t.last=n))}function Pn(e,t,n=!0){var r=[];e.f|=256,Fn(e,r,!0);var i=()=>{n&&jn(e),t&&t()},a=r.length;if(a>0){var o=()=>--a||i();for(var s of r)s.out(o)}else i()}function Fn(e,t,n){if(!(e.f&8192)){e.f^=v;var r=e.nodes&&e.nodes.t;if(r!==null)for(let e of r)(e.is_global||n)&&t.push(e);for(var i=e.first;i!==null;){var a=i.next;if(!(i.f&64)){var o=!!(i.f&65536)||!!(i.f&32)&&!!(e.f&16);Fn(i,t,o?n:!1)}i=a}}}function In(e){e.f&=-257,Ln(e,!0)}function Ln(e,t){if(!(e.f&256)&&e.f&8192){e.f^=v,e.f&1024||($e(e,g),At.ensure().schedule(e));for(var n=e.first;n!==null;){var r=n.next,i=!!(n.f&65536)||!!(n.f&32);Ln(n,i?t:!1),n=r}var a=e.nodes&&e.nodes.t;if(a!==null)for(let e of a)(e.is_global||t)&&e.in()}}function Rn(e,t){if(e.nodes)for(var n=e.nodes.start,r=e.nodes.end;n!==null;){var i=n===r?null:sn(n);t.append(n),n=i}}var zn=null,Bn=!1;function Vn(e){Bn=e}var R=null,Hn=!1;function Un(e){R=e}var z=null;function Wn(e){z=e}var Gn=null;function Kn(e){R!==null&&(R.f&2097152||R.f&2)&&(Gn??=new Set).add(e)}var qn=null,Jn=0,Yn=null;function Xn(e){Yn=e}var Zn=1,Qn=0,$n=Qn;function er(e){$n=e}function tr(){return++Zn}function nr(e){var t=e.f;if(t&2048)return!0;if(t&4096){for(var n=e.deps,r=n.length,i=0;i<r;i++){var a=n[i];if(nr(a)&&_t(a),a.wv>e.wv)return!0}t&512&&St===null&&$e(e,h)}return!1}function rr(e,t,n=!0){var r=e.reactions;if(r!==null&&!(Gn!==null&&Gn.has(e)))for(var i=0;i<r.length;i++){var a=r[i];a.f&2?rr(a,t,!1):t===a&&(n?$e(a,g):a.f&1024&&$e(a,_),Ft(a))}}function ir(e){var t=qn,n=Jn,r=Yn,i=R,a=Gn,o=He,s=Hn,c=$n,l=e.f;qn=null,Jn=0,Yn=null,R=l&96?null:e,Gn=null,Ue(e.ctx),Hn=!1,$n=++Qn,e.ac!==null&&(at(()=>{e.ac.abort(pe)}),e.ac=null);try{e.f|=te;var u=e.fn,d=u();e.f|=b;var f=ar(e);if(qe()&&Yn!==null&&!Hn&&f!==null&&!(e.f&6146))for(var p=0;p<Yn.length;p++)rr(Yn[p],e);if(i!==null&&i!==e){if(Qn++,i.deps!==null)for(let e=0;e<n;e+=1)i.deps[e].rv=Qn;if(t!==null)for(let e of t)e.rv=Qn;Yn!==null&&(r===null?r=Yn:r.push(...Yn))}return e.f&8388608&&(e.f^=re),d}catch(t){return ar(e),fn(t)}finally{e.f^=te,qn=t,Jn=n,Yn=r,R=i,Gn=a,Ue(o),Hn=s,$n=c}}function ar(e){var t=e.deps,n=A?.is_fork;if(qn!==null){var r;if(n||sr(e,Jn),t!==null&&Jn>0)for(t.length=Jn+qn.length,r=0;r<qn.length;r++)t[Jn+r]=qn[r];else e.deps=t=qn;if(_n()&&e.f&512)for(r=Jn;r<t.length;r++)(t[r].reactions??=[]).push(e)}else!n&&t!==null&&Jn<t.length&&(sr(e,Jn),t.length=Jn);return t}function or(e,r){let i=r.reactions;if(i!==null){var a=t.call(i,e);if(a!==-1){var o=i.length-1;o===0?i=r.reactions=null:(i[a]=i[o],i.pop())}}if(i===null&&r.f&2&&(qn===null||!n.call(qn,r))){var s=r;s.f&512&&(s.f^=512),s.v!==ge&&et(s),s.ac!==null&&at(()=>{s.ac.abort(pe),s.ac=null,$e(s,g)}),vt(s),sr(s,0)}}function sr(e,t){var n=e.deps;if(n!==null)for(var r=t;r<n.length;r++)or(e,n[r])}function cr(e){var t=e.f;if(!(t&16384)){$e(e,h);var n=z;z=e;try{t&16777232?An(e):kn(e),On(e);var r=ir(e);e.teardown=typeof r==`function`?r:null,e.wv=Zn}finally{z=n}}}async function lr(){await Promise.resolve(),jt()}function B(e){var t=!!(e.f&2);if(zn?.add(e),R!==null&&!Hn&&!(z!==null&&z.f&16384)&&(Gn===null||!Gn.has(e))){var r=R.deps;if(R.f&2097152)e.rv<Qn&&(e.rv=Qn,qn===null&&r!==null&&r[Jn]===e?Jn++:qn===null?qn=[e]:qn.push(e));else{R.deps??=[],n.call(R.deps,e)||R.deps.push(e);var i=e.reactions;i===null?e.reactions=[R]:n.call(i,R)||i.push(R)}}if(Bn&&zt.has(e))return zt.get(e);if(t){var a=e;if(Bn){var o=a.v;return(!(a.f&1024)&&a.reactions!==null||dr(a))&&(o=gt(a)),zt.set(a,o),o}var s=!(a.f&512)&&!Hn&&R!==null&&!!(R.f&512),c=(a.f&b)===0;nr(a)&&(s&&(a.f|=512),_t(a)),s&&!c&&(yt(a),ur(a))}if(St?.has(e))return St.get(e);if(e.f&8388608)throw e.v;return e.v}function ur(e){if(e.f|=512,e.deps!==null)for(let r of e.deps){var t=r.reactions;t===null?r.reactions=[e]:n.call(t,e)||t.push(e),r.f&2&&!(r.f&512)&&(yt(r),ur(r))}}function dr(e){if(e.v===ge)return!0;if(e.deps===null)return!1;for(let t of e.deps)if(zt.has(t)||t.f&2&&dr(t))return!0;return!1}function fr(e){var t=Hn;try{return Hn=!0,e()}finally{Hn=t}}[...`allowfullscreen.async.autofocus.autoplay.checked.controls.default.disabled.formnovalidate.indeterminate.inert.ismap.loop.multiple.muted.nomodule.novalidate.open.playsinline.readonly.required.reversed.seamless.selected.webkitdirectory.defer.disablepictureinpicture.disableremoteplayback`.split(`.`)];var pr=[`touchstart`,`touchmove`];function mr(e){return pr.includes(e)}var hr=Symbol(`events`),gr=new Set,_r=new Set;function vr(e,t,n,r={}){function i(e){if(r.capture||wr.call(t,e),!e.cancelBubble)return at(()=>n?.call(this,e))}return e.startsWith(`pointer`)||e.startsWith(`touch`)||e===`wheel`?(i.__removed=!1,Xe(()=>{i.__removed||t.addEventListener(e,i,r)})):t.addEventListener(e,i,r),i}function yr(e,t,n,r,i){var a={capture:r,passive:i},o=vr(e,t,n,a);(t===document.body||t===window||t===document||t instanceof HTMLMediaElement)&&vn(()=>{o.__removed=!0,t.removeEventListener(e,o,a)})}function br(e,t,n){(t[hr]??={})[e]=n}function xr(e){for(var t=0;t<e.length;t++)gr.add(e[t]);for(var n of _r)n(e)}var Sr=null,Cr=!1;function wr(e){var t=this,n=t.ownerDocument,r=e.type,a=e.composedPath?.()||[],o=a[0]||e.target;Sr=e,Cr||(Cr=!0,setTimeout(()=>{Cr=!1,Sr=null}));var s=0,c=Sr===e&&e[hr];if(c){var l=a.indexOf(c);if(l!==-1&&(t===document||t===window)){e[hr]=t;return}var u=a.indexOf(t);if(u===-1)return;l<=u&&(s=l)}if(o=a[s]||e.target,o!==t){i(e,`currentTarget`,{configurable:!0,get(){return o||n}});var d=R,f=z;Un(null),Wn(null);try{for(var p,m=[];o!==null&&o!==t;){try{var h=o[hr]?.[r];h==null||o.disabled&&e.target!==o||h.call(o,e)}catch(e){p?m.push(e):p=e}if(e.cancelBubble)break;s++,o=s<a.length?a[s]:null}if(p){for(let e of m)queueMicrotask(()=>{throw e});throw p}}finally{e[hr]=t,delete e.currentTarget,Un(d),Wn(f)}}}var Tr=globalThis?.window?.trustedTypes&&globalThis.window.trustedTypes.createPolicy(`svelte-trusted-html`,{createHTML:e=>e});function Er(e){return Tr?.createHTML(e)??e}function Dr(e){var t=un(`template`);return t.innerHTML=Er(e.replaceAll(`<!>`,`<!---->`)),t.content}function Or(e,t){var n=z;n.nodes===null&&(n.nodes={start:e,end:t,a:null,t:null})}function V(e,t){var n=!!(t&1),r=!!(t&2),i,a=!e.startsWith(`<!>`);return()=>{if(E)return Or(D,null),D;i===void 0&&(i=Dr(a?e:`<!>`+e),n||(i=on(i)));var t=r||en?document.importNode(i,!0):i.cloneNode(!0);if(n){var o=on(t),s=t.lastChild;Or(o,s)}else Or(t,t);return t}}function kr(e,t,n=`svg`){var r=!e.startsWith(`<!>`),i=!!(t&1),a=`<${n}>${r?e:`<!>`+e}</${n}>`,o;return()=>{if(E)return Or(D,null),D;if(!o){var e=on(Dr(a));if(i)for(o=document.createDocumentFragment();on(e);)o.appendChild(on(e));else o=on(e)}var t=o.cloneNode(!0);if(i){var n=on(t),r=t.lastChild;Or(n,r)}else Or(t,t);return t}}function H(e,t){return kr(e,t,`svg`)}function Ar(e=``){if(!E){var t=an(e+``);return Or(t,t),t}var n=D;return n.nodeType===3?dn(n):(n.before(n=an()),Ce(n)),Or(n,n),n}function jr(){if(E)return Or(D,null),D;var e=document.createDocumentFragment(),t=document.createComment(``),n=an();return e.append(t,n),Or(t,n),e}function U(e,t){if(E){var n=z;n.f&32768&&n.nodes.end!==null||(n.nodes.end=D),we()}else e!==null&&e.before(t)}function Mr(){if(E&&D&&D.nodeType===8&&D.textContent?.startsWith(`$`)){let e=D.textContent.substring(1);return we(),e}return(window.__svelte??={}).uid??=1,`c${window.__svelte.uid++}`}function Nr(e){let t=0,n=Vt(0),r;return()=>{_n()&&(B(n),wn(()=>(t===0&&(r=fr(()=>e(()=>qt(n)))),t+=1,()=>{Xe(()=>{--t,t===0&&(r?.(),r=void 0,qt(n))})})))}}var Pr=S|w;function Fr(e,t,n,r){new Ir(e,t,n,r)}var Ir=class{parent;is_pending=!1;transform_error;#e;#t=E?D:null;#n;#r;#i;#a=null;#o=null;#s=null;#c=null;#l=0;#u=0;#d=!1;#f=new Map;#p=null;#m=Nr(()=>(this.#p=Vt(this.#l),()=>{this.#p=null}));constructor(e,t,n,r){this.#e=e,this.#n=t,this.#r=e=>{var t=z;t.b=this,t.f|=128,n(e)},this.parent=z.b,this.transform_error=r??this.parent?.transform_error??(e=>e),this.#i=En(()=>{if(E){let e=De(this.#t);we();let t=e===`[!`;if(e.startsWith(`[?`)){let t=JSON.parse(e.slice(2));this.#g(t)}else t?this.#y():this.#h()}else this.#b()},Pr),E&&(this.#e=D)}#h(){try{this.#a=Dn(()=>this.#r(this.#e))}catch(e){this.error(e)}}#g(e){let t=this.#n.failed,{reset:n,invoke_onerror:r}=this.#_(e);Xe(r),t&&(this.#s=Dn(()=>{t(this.#e,()=>e,()=>n)}))}#_(e){var t=!1,n=!1;let r=()=>{this.#v()||(t?xe():(t=!0,n&&Ve(),this.#s!==null&&Pn(this.#s,()=>{this.#s=null}),this.#S(()=>{this.#b()})))};return{reset:r,invoke_onerror:()=>{if(!this.#v())try{n=!0,this.#n.onerror?.(e,r),n=!1}catch(e){pn(e,this.#i&&this.#i.parent)}}}}#v(){return(this.#i.f&(y|x))!==0}#y(){let e=this.#n.pending;e&&(this.is_pending=!0,this.#o=Dn(()=>e(this.#e)),Xe(()=>{if(!this.#v()){var e=this.#c=document.createDocumentFragment(),t=an(),n=!1;e.append(t),this.#a=this.#S(()=>{try{return Dn(()=>this.#r(t))}catch(e){try{this.error(e),n=!0}catch(e){pn(e,this.#i.parent)}return null}}),this.#a===null?(this.#c=null,n&&this.#x(A)):this.#u===0&&(this.#e.before(e),this.#c=null,Pn(this.#o,()=>{this.#o=null}),this.#x(A))}}))}#b(){try{if(this.is_pending=this.has_pending_snippet(),this.#u=0,this.#l=0,this.#a=Dn(()=>{this.#r(this.#e)}),this.#u>0){var e=this.#c=document.createDocumentFragment();Rn(this.#a,e);let t=this.#n.pending;this.#o=Dn(()=>t(this.#e))}else this.#x(A)}catch(e){this.error(e)}}#x(e){this.is_pending=!1,e.transfer_reactions(this.#f)}defer_effect(e){tt(e,this.#f)}is_rendered(){return!this.is_pending&&(!this.parent||this.parent.is_rendered())}has_pending_snippet(){return!!this.#n.pending}#S(e){var t=z,n=R,r=He;Wn(this.#i),Un(this.#i),Ue(this.#i.ctx);try{return At.ensure(),e()}finally{Wn(t),Un(n),Ue(r)}}#C(e,t){this.has_pending_snippet()?(this.#u+=e,this.#u===0&&(this.#x(t),this.#o&&Pn(this.#o,()=>{this.#o=null}),this.#c&&=(this.#e.before(this.#c),null))):this.parent&&this.parent.#C(e,t)}update_pending_count(e,t){this.#C(e,t),this.#l+=e,!this.#p||this.#d||(this.#d=!0,Xe(()=>{this.#d=!1,this.#p&&Gt(this.#p,this.#l)}))}get_effect_pending(){return this.#m(),B(this.#p)}error(e){if(e===he||!this.#n.onerror&&!this.#n.failed)throw e;A?.is_fork?(this.#a&&A.skip_effect(this.#a),this.#o&&A.skip_effect(this.#o),this.#s&&A.skip_effect(this.#s),A.oncommit(()=>{this.#v()||this.#w(e)})):this.#w(e)}#w(e){this.#a&&=(jn(this.#a),null),this.#o&&=(jn(this.#o),null),this.#s&&=(jn(this.#s),null),E&&(Ce(this.#t),Te(),Ce(Ee()));let t=this.#n.failed,n=e=>{if(this.#v())return;let{reset:n,invoke_onerror:r}=this.#_(e);r(),t&&!this.#v()&&(this.#s=this.#S(()=>{try{return Dn(()=>{var r=z;r.b=this,r.f|=128,t(this.#e,()=>e,()=>n)})}catch(e){return pn(e,this.#i.parent),null}}))};Xe(()=>{if(!this.#v()){var t;try{t=this.transform_error(e)}catch(e){pn(e,this.#i&&this.#i.parent);return}typeof t==`object`&&t&&typeof t.then==`function`?t.then(n,e=>pn(e,this.#i&&this.#i.parent)):n(t)}})}};function W(e,t){var n=t==null?``:typeof t==`object`?`${t}`:t;n!==(e[de]??=e.nodeValue)&&(e[de]=n,e.nodeValue=`${n}`)}function Lr(e,t){return zr(e,t)}var Rr=new Map;function zr(e,{target:t,anchor:n,props:i={},events:a,context:o,intro:s=!0,transformError:c}){rn();var l=void 0,u=xn(()=>{var s=n??t.appendChild(an());Fr(s,{pending:()=>{}},t=>{We({});var n=He;if(o&&(n.c=o),a&&(i.$$events=a),E&&Or(t,null),l=e(t,i)||Ke(),E&&(z.nodes.end=D,D===null||D.nodeType!==8||D.data!==`]`))throw ye(),he;Ge()},c);var u=new Set,d=e=>{for(var n=0;n<e.length;n++){var r=e[n];if(!u.has(r)){u.add(r);var i=mr(r);for(let e of[t,document]){var a=Rr.get(e);a===void 0&&(a=new Map,Rr.set(e,a));var o=a.get(r);o===void 0?(e.addEventListener(r,wr,{passive:i}),a.set(r,1)):a.set(r,o+1)}}}};return d(r(gr)),_r.add(d),()=>{for(var e of u)for(let n of[t,document]){var r=Rr.get(n),i=r.get(e);--i==0?(n.removeEventListener(e,wr),r.delete(e),r.size===0&&Rr.delete(n)):r.set(e,i)}_r.delete(d),s!==n&&s.parentNode?.removeChild(s)}});return Br.set(l,u),l}var Br=new WeakMap,Vr=class{anchor;#e=new Map;#t=new Map;#n=new Map;#r=new Set;#i=!0;constructor(e,t=!0){this.anchor=e,this.#i=t}#a=e=>{if(this.#e.has(e)){var t=this.#e.get(e),n=this.#t.get(t);if(n)In(n),this.#r.delete(t);else{var r=this.#n.get(t);r&&(In(r.effect),this.#t.set(t,r.effect),this.#n.delete(t),r.fragment.lastChild.remove(),this.anchor.before(r.fragment),n=r.effect)}for(let[t,n]of this.#e){if(this.#e.delete(t),t===e)break;let r=this.#n.get(n);r&&(jn(r.effect),this.#n.delete(n))}for(let[e,r]of this.#t){if(e===t||this.#r.has(e))continue;let i=()=>{if(Array.from(this.#e.values()).includes(e)){var t=document.createDocumentFragment();Rn(r,t),t.append(an()),this.#n.set(e,{effect:r,fragment:t})}else jn(r);this.#r.delete(e),this.#t.delete(e)};this.#i||!n?(this.#r.add(e),Pn(r,i,!1)):i()}}};#o=e=>{this.#e.delete(e);let t=Array.from(this.#e.values());for(let[e,n]of this.#n)t.includes(e)||(jn(n.effect),this.#n.delete(e))};ensure(e,t){var n=A,r=ln();if(t&&!this.#t.has(e)&&!this.#n.has(e)){if(r){var i=document.createDocumentFragment(),a=an();i.append(a),this.#n.set(e,{effect:Dn(()=>t(a)),fragment:i})}else this.#t.set(e,Dn(()=>t(this.anchor)))}if(this.#e.set(n,e),r){for(let[t,r]of this.#t)t===e?n.unskip_effect(r):n.skip_effect(r);for(let[t,r]of this.#n)t===e?n.unskip_effect(r.effect):n.skip_effect(r.effect);n.oncommit(this.#a),n.ondiscard(this.#o)}else E&&(this.anchor=D),this.#a(n)}};function G(e,t,n=!1){var r;E&&(r=D,we());var i=new Vr(e),a=n?S:0;function o(e,t){if(E){var n=De(r);if(e!==parseInt(n.substring(1))){var a=Ee();Ce(a),i.anchor=a,Se(!1),i.ensure(e,t),Se(!0);return}}i.ensure(e,t)}En(()=>{var e=!1;t((t,n=0)=>{e=!0,o(n,t)}),e||o(-1,null)},a)}var Hr=Symbol(`NaN`);function Ur(e,t,n){E&&we();var r=new Vr(e),i=!qe();En(()=>{var e=t();e!==e&&(e=Hr),i&&typeof e==`object`&&e&&(e={}),r.ensure(e,n)})}function Wr(e,t){return t}function Gr(e,t,n){for(var i=[],a=t.length,o,s=t.length,c=0;c<a;c++){let n=t[c];Pn(n,()=>{if(o){if(o.pending.delete(n),o.done.add(n),o.pending.size===0){var t=e.outrogroups;Kr(e,r(o.done)),t.delete(o),t.size===0&&(e.outrogroups=null)}}else--s},!1)}if(s===0){var l=i.length===0&&n!==null&&e.pending.size===0;if(l){var u=n,d=u.parentNode;cn(d),d.append(u),e.items.clear()}Kr(e,t,!l)}else o={pending:new Set(t),done:new Set},(e.outrogroups??=new Set).add(o)}function Kr(e,t,n=!0){var r;if(e.pending.size>0){r=new Set;for(let t of e.pending.values())for(let n of t)r.add(e.items.get(n).e)}for(var i=0;i<t.length;i++){var a=t[i];r?.has(a)?(a.f|=ee,Rn(a,document.createDocumentFragment())):jn(t[i],n)}}var qr;function K(t,n,i,a,o,s=null){var c=t,l=new Map;if(n&4){var u=t;c=E?Ce(on(u)):u.appendChild(an())}E&&we();var d=null,f=mt(()=>{var t=i();return e(t)?t:t==null?[]:r(t)}),p=new Map,m=!0;function h(e){if(!(_.effect.f&16384)){_.pending.delete(e);var t=B(f);_.fallback=d,Yr(_,t,c,n,a),d!==null&&(t.length===0?d.f&33554432?(d.f^=ee,Zr(d,null,c)):In(d):Pn(d,()=>{d=null}))}}function g(e){_.pending.delete(e)}var _={effect:En(()=>{var e=B(f),t=e.length;let r=!1;E&&De(c)===`[!`!=(t===0)&&(c=Ee(),Ce(c),Se(!1),r=!0);for(var u=new Set,_=A,v=ln(),y=0;y<t;y+=1){E&&D.nodeType===8&&D.data===`]`&&(c=D,r=!0,Se(!1));var b=e[y],x=a(b,y),S=m?null:l.get(x);S?(S.v&&Gt(S.v,b),S.i&&Gt(S.i,y),v&&_.unskip_effect(S.e)):(S=Xr(l,m?c:qr??=an(),b,x,y,o,n,i),m||(S.e.f|=ee),l.set(x,S)),u.add(x)}if(t===0&&s&&!d&&(m?d=Dn(()=>s(c)):(d=Dn(()=>s(qr??=an())),d.f|=ee)),t>u.size&&Me(``,``,``),E&&t>0&&Ce(Ee()),!m){if(p.set(_,u),v){for(let[e,t]of l)u.has(e)||_.skip_effect(t.e);_.oncommit(h),_.ondiscard(g)}else h(_)}r&&Se(!0),B(f)}),flags:n,items:l,pending:p,outrogroups:null,fallback:d};m=!1,E&&(c=D)}function Jr(e){for(;e!==null&&!(e.f&32);)e=e.next;return e}function Yr(e,t,n,i,a){var o=!!(i&8),s=t.length,c=e.items,l=Jr(e.effect.first),u,d=null,f,p=[],m=[],h,g,_,v;if(o)for(v=0;v<s;v+=1)h=t[v],g=a(h,v),_=c.get(g).e,_.f&33554432||(_.nodes?.a?.measure(),(f??=new Set).add(_));for(v=0;v<s;v+=1){if(h=t[v],g=a(h,v),_=c.get(g).e,e.outrogroups!==null)for(let t of e.outrogroups)t.pending.delete(_),t.done.delete(_);if(_.f&8192&&(In(_),o&&(_.nodes?.a?.unfix(),(f??=new Set).delete(_))),_.f&33554432){if(_.f^=ee,_===l)Zr(_,null,n);else{var y=d?d.next:l;_===e.effect.last&&(e.effect.last=_.prev),_.prev&&(_.prev.next=_.next),_.next&&(_.next.prev=_.prev),Qr(e,d,_),Qr(e,_,y),Zr(_,y,n),d=_,p=[],m=[],l=Jr(d.next);continue}}if(_!==l){if(u!==void 0&&u.has(_)){if(p.length<m.length){var b=m[0],x;d=b.prev;var S=p[0],C=p[p.length-1];for(x=0;x<p.length;x+=1)Zr(p[x],b,n);for(x=0;x<m.length;x+=1)u.delete(m[x]);Qr(e,S.prev,C.next),Qr(e,d,S),Qr(e,C,b),l=b,d=C,--v,p=[],m=[]}else u.delete(_),Zr(_,l,n),Qr(e,_.prev,_.next),Qr(e,_,d===null?e.effect.first:d.next),Qr(e,d,_),d=_;continue}for(p=[],m=[];l!==null&&l!==_;)(u??=new Set).add(l),m.push(l),l=Jr(l.next);if(l===null)continue}_.f&33554432||p.push(_),d=_,l=Jr(_.next)}if(e.outrogroups!==null){for(let t of e.outrogroups)t.pending.size===0&&(Kr(e,r(t.done)),e.outrogroups?.delete(t));e.outrogroups.size===0&&(e.outrogroups=null)}if(l!==null||u!==void 0){var w=[];if(u!==void 0)for(_ of u)_.f&8192||w.push(_);for(;l!==null;)!(l.f&8192)&&l!==e.fallback&&w.push(l),l=Jr(l.next);var T=w.length;if(T>0){var te=i&4&&s===0?n:null;if(o){for(v=0;v<T;v+=1)w[v].nodes?.a?.measure();for(v=0;v<T;v+=1)w[v].nodes?.a?.fix()}Gr(e,w,te)}}o&&Xe(()=>{if(f!==void 0)for(_ of f)_.nodes?.a?.apply()})}function Xr(e,t,n,r,i,a,o,s){var c=o&1?o&16?Vt(n):Ht(n,!1,!1):null,l=o&2?Vt(i):null;return{v:c,i:l,e:Dn(()=>(a(t,c??n,l??i,s),()=>{e.delete(r)}))}}function Zr(e,t,n){if(e.nodes)for(var r=e.nodes.start,i=e.nodes.end,a=t&&!(t.f&33554432)?t.nodes.start:n;r!==null;){var o=sn(r);if(a.before(r),r===i)return;r=o}}function Qr(e,t,n){t===null?e.effect.first=n:t.next=n,n===null?e.effect.last=t:n.prev=t}function $r(e,t,...n){var r=new Vr(e);En(()=>{let e=t()??null;r.ensure(e,e&&(t=>e(t,...n)))},S)}function ei(e,t){let n=null,r=E;var i;if(E){n=D;for(var a=on(document.head);a!==null&&(a.nodeType!==8||a.data!==e);)a=sn(a);if(a===null)Se(!1);else{var o=sn(a);a.remove(),Ce(o)}}E||(i=document.head.appendChild(an()));try{En(()=>{var e=Dn(()=>t(i));e.f|=C,E||(e.nodes===null?e.nodes={start:i,end:i,a:null,t:null}:e.nodes.end=i)})}finally{r&&(Se(!0),Ce(n))}}function ti(e){var t,n,r=``;if(typeof e==`string`||typeof e==`number`)r+=e;else if(typeof e==`object`){if(Array.isArray(e)){var i=e.length;for(t=0;t<i;t++)e[t]&&(n=ti(e[t]))&&(r&&(r+=` `),r+=n)}else for(n in e)e[n]&&(r&&(r+=` `),r+=n)}return r}function ni(){for(var e,t,n=0,r=``,i=arguments.length;n<i;n++)(e=arguments[n])&&(t=ti(e))&&(r&&(r+=` `),r+=t);return r}function ri(e){return typeof e==`object`?ni(e):e??``}var ii=[...` 	
\r\f\xA0\v﻿`];function ai(e,t,n){var r=e==null?``:``+e;if(t&&(r=r?r+` `+t:t),n){for(var i of Object.keys(n))if(n[i])r=r?r+` `+i:i;else if(r.length)for(var a=i.length,o=0;(o=r.indexOf(i,o))>=0;){var s=o+a;(o===0||ii.includes(r[o-1]))&&(s===r.length||ii.includes(r[s]))?r=(o===0?``:r.substring(0,o))+r.substring(s+1):o=s}}return r===``?null:r}function oi(e,t=!1){var n=t?` !important;`:`;`,r=``;for(var i of Object.keys(e)){var a=e[i];a!=null&&a!==``&&(r+=` `+i+`: `+a+n)}return r}function si(e){return e[0]!==`-`||e[1]!==`-`?e.toLowerCase():e}function ci(e,t){if(t){var n=``,r,i;if(Array.isArray(t)?(r=t[0],i=t[1]):r=t,e){e=String(e).replaceAll(/\/\*.*?\*\//g,``).trim();var a=!1,o=0,s=!1,c=[];r&&c.push(...Object.keys(r).map(si)),i&&c.push(...Object.keys(i).map(si));var l=0,u=-1;let t=e.length;for(var d=0;d<t;d++){var f=e[d];if(s?f===`/`&&e[d-1]===`*`&&(s=!1):a?a===f&&(a=!1):f===`/`&&e[d+1]===`*`?s=!0:f===`"`||f===`'`?a=f:f===`(`?o++:f===`)`&&o--,!s&&a===!1&&o===0){if(f===`:`&&u===-1)u=d;else if(f===`;`||d===t-1){if(u!==-1){var p=si(e.substring(l,u).trim());if(!c.includes(p)){f!==`;`&&d++;var m=e.substring(l,d).trim();n+=` `+m+`;`}}l=d+1,u=-1}}}}return r&&(n+=oi(r)),i&&(n+=oi(i,!0)),n=n.trim(),n===``?null:n}return e==null?null:String(e)}function q(e,t,n,r,i,a){var o=e[le];if(E||o!==n||o===void 0){var s=ai(n,r,a);E&&s===e.getAttribute(`class`)||(s==null?e.removeAttribute(`class`):t?e.className=s:e.setAttribute(`class`,s)),e[le]=n}else if(a&&i!==a)for(var c in a){var l=!!a[c];(i==null||l!==!!i[c])&&e.classList.toggle(c,l)}return a}function li(e,t={},n,r){for(var i in n){var a=n[i];t[i]!==a&&(n[i]==null?e.style.removeProperty(i):e.style.setProperty(i,a,r))}}function ui(e,t,n,r){var i=e[ue];if(E||i!==t){var a=ci(t,r);E&&a===e.getAttribute(`style`)||(a==null?e.removeAttribute(`style`):e.style.cssText=a),e[ue]=t}else r&&(Array.isArray(r)?(li(e,n?.[0],r[0]),li(e,n?.[1],r[1],`important`)):li(e,n,r));return r}function di(e,t){t?e.hasAttribute(`selected`)||e.setAttribute(`selected`,``):e.removeAttribute(`selected`)}function fi(t,n){var r=t.__defaultValue,i=t.multiple,a=i?r??[]:null;if(!i||e(a)){var o=t.selectedIndex,s=n&&i?new Set(t.selectedOptions):null;for(var c of t.options){var l=hi(c);di(c,i?a.includes(l):Zt(l,r))}if(n){if(s!==null)for(c of t.options){var u=s.has(c);c.selected!==u&&(c.selected=u)}else t.selectedIndex!==o&&(t.selectedIndex=o)}}}function pi(t,n,r=!1){if(t.multiple){if(n==null)return;if(!e(n))return be();for(var i of t.options)i.selected=n.includes(hi(i))}else{for(i of t.options)if(Zt(hi(i),n)){i.selected=!0;return}r&&n===void 0||(t.selectedIndex=-1)}}function mi(e){var t=new MutationObserver(t=>{t.every(gi)||(`__defaultValue`in e&&fi(e,!1),`__value`in e&&pi(e,e.__value))});t.observe(e,{childList:!0,subtree:!0,attributes:!0,attributeFilter:[`value`]}),vn(()=>{t.disconnect()})}function hi(e){return`__value`in e?e.__value:e.value}function gi(e){if(e.target.closest(`selectedcontent`)!==null)return!0;if(e.type===`childList`){var t=[...e.addedNodes,...e.removedNodes];return t.length>0&&t.every(e=>e.nodeName===`SELECTEDCONTENT`)}return!1}var _i=Symbol(`is custom element`),vi=Symbol(`is html`),yi=me?`link`:`LINK`,bi=me?`progress`:`PROGRESS`;function xi(e){if(E){var t=!1,n=()=>{if(!t){if(t=!0,e.hasAttribute(`value`)){var n=e.value;J(e,`value`,null),e.value=n}if(e.hasAttribute(`checked`)){var r=e.checked;J(e,`checked`,null),e.checked=r}}};e[fe]=n,Xe(n),it()}}function Si(e,t){var n=Ci(e);n.value!==(n.value=t??void 0)&&(e.value!==t||t===0&&e.nodeName===bi)&&(e.value=t??``)}function J(e,t,n,r){var i=Ci(e);if(!(E&&(i[t]=e.getAttribute(t),t===`src`||t===`srcset`||t===`href`&&e.nodeName===yi))){var a=i[t];a!==(i[t]=n)&&(t===`loading`&&(e[se]=n),n==null?e.removeAttribute(t):typeof n!=`string`&&Ti(e).has(t)?e[t]=n:(!E||typeof n!=`number`&&typeof n!=`boolean`||a!==String(n))&&e.setAttribute(t,n))}}function Ci(e){return e[ce]??={[_i]:e.nodeName.includes(`-`),[vi]:e.namespaceURI===_e}}var wi=new Map;function Ti(e){var t=e.getAttribute(`is`)||e.nodeName,n=wi.get(t);if(n)return n;wi.set(t,n=new Set);for(var r,i=e,a=Element.prototype;a!==i;){for(var s in r=o(i),r)r[s].set&&s!==`innerHTML`&&s!==`textContent`&&s!==`innerText`&&n.add(s);i=l(i)}return n}function Ei(e,t,n=t){var r=new WeakSet;ot(e,`input`,async i=>{var a=i?e.defaultValue:e.value;if(a=Oi(e)?ki(a):a,n(a),A!==null&&r.add(A),await lr(),a!==(a=t())){var o=e.selectionStart,s=e.selectionEnd,c=e.value.length;if(e.value=a??``,s!==null){var l=e.value.length;o===s&&s===c&&l>c?(e.selectionStart=l,e.selectionEnd=l):(e.selectionStart=o,e.selectionEnd=Math.min(s,l))}}}),(E&&e.defaultValue!==e.value||fr(t)==null&&e.value)&&(n(Oi(e)?ki(e.value):e.value),A!==null&&r.add(A)),wn(()=>{var n=t();if(e===document.activeElement){var i=A;if(r.has(i))return}Oi(e)&&n===ki(e.value)||(e.type!==`date`||n||e.value)&&n!==e.value&&(e.value=n??``)})}function Di(e,t,n=t){ot(e,`change`,t=>{n(t?e.defaultChecked:e.checked)}),(E&&e.defaultChecked!==e.checked||fr(t)==null)&&n(e.checked),wn(()=>{e.checked=!!t()})}function Oi(e){var t=e.type;return t===`number`||t===`range`}function ki(e){return e===``?null:+e}var Ai=new class e{#e=new WeakMap;#t;#n;static entries=new WeakMap;constructor(e){this.#n=e}observe(e,t){var n=this.#e.get(e)||new Set;return n.add(t),this.#e.set(e,n),this.#r().observe(e,this.#n),()=>{var n=this.#e.get(e);n.delete(t),n.size===0&&(this.#e.delete(e),this.#t.unobserve(e))}}#r(){return this.#t??=new ResizeObserver(t=>{for(var n of t){e.entries.set(n.target,n);for(var r of this.#e.get(n.target)||[])r(n)}})}}({box:`border-box`});function ji(e,t,n){var r=Ai.observe(e,()=>n(e[t]));Sn(()=>(fr(()=>n(e[t])),r))}function Mi(e,t){return e===t||e?.[ie]===t}function Ni(e=Ke(),t,n,r){var i=He.r,a=z;return Sn(()=>{var o,s;return wn(()=>{o=s,s=r?.()||[],fr(()=>{Mi(n(...s),e)||(t(e,...s),o&&Mi(n(...o),e)&&t(null,...o))})}),()=>{let r=a;for(;r!==i&&r.parent!==null&&r.parent.f&33554432;)r=r.parent;let o=()=>{s&&Mi(n(...s),e)&&t(null,...s)},c=r.teardown;r.teardown=()=>{o(),c?.()}}}),e}var Pi=!1;function Fi(e){var t=Pi;try{return Pi=!1,[e(),Pi]}finally{Pi=t}}function Ii(e,t,n,r){var i=!0,o=!!(n&8),s=!!(n&16),c=r,l=!0,u=void 0,d=()=>s&&i?(u??=dt(r),B(u)):(l&&(l=!1,c=s?fr(r):r),c);let f;if(o){var p=ie in e||oe in e;f=a(e,t)?.set??(p&&t in e?n=>e[t]=n:void 0)}var m,h=!1;o?[m,h]=Fi(()=>e[t]):m=e[t],m===void 0&&r!==void 0&&(m=d(),f&&(i&&Le(t),f(m)));var g=i?()=>{var n=e[t];return n===void 0?d():(l=!0,n)}:()=>{var n=e[t];return n!==void 0&&(c=void 0),n===void 0?c:n};if(i&&!(n&4))return g;if(f){var _=e.$$legacy;return(function(e,t){return arguments.length>0?((!i||!t||_||h)&&f(t?g():e),e):g()})}var v=!1,y=(n&1?dt:mt)(()=>(v=!1,g()));o&&B(y);var b=z;return(function(e,t){if(arguments.length>0){let n=t?B(y):i&&o?Yt(e):e;return M(y,n),v=!0,c!==void 0&&(c=n),e}return Bn&&v||b.f&16384?y.v:B(y)})}typeof window<`u`&&((window.__svelte??={}).v??=new Set).add(`5`);function Li(e){return e===null?`null`:Array.isArray(e)?`array`:typeof e}function Ri(e){return Li(e)===`object`}function zi(e){return Array.isArray(e)&&e.length>0&&e.every(e=>`message`in e)}function Bi(e,t){return e.length<124?e:t}var Vi=(e=>(e[e.InternalServerError=4500]=`InternalServerError`,e[e.InternalClientError=4005]=`InternalClientError`,e[e.BadRequest=4400]=`BadRequest`,e[e.BadResponse=4004]=`BadResponse`,e[e.Unauthorized=4401]=`Unauthorized`,e[e.Forbidden=4403]=`Forbidden`,e[e.SubprotocolNotAcceptable=4406]=`SubprotocolNotAcceptable`,e[e.ConnectionInitialisationTimeout=4408]=`ConnectionInitialisationTimeout`,e[e.ConnectionAcknowledgementTimeout=4504]=`ConnectionAcknowledgementTimeout`,e[e.SubscriberAlreadyExists=4409]=`SubscriberAlreadyExists`,e[e.TooManyInitialisationRequests=4429]=`TooManyInitialisationRequests`,e))(Vi||{}),Hi=(e=>(e.ConnectionInit=`connection_init`,e.ConnectionAck=`connection_ack`,e.Ping=`ping`,e.Pong=`pong`,e.Subscribe=`subscribe`,e.Next=`next`,e.Error=`error`,e.Complete=`complete`,e))(Hi||{});function Ui(e){if(!Ri(e))throw Error(`Message is expected to be an object, but got ${Li(e)}`);if(!e.type)throw Error(`Message is missing the 'type' property`);if(typeof e.type!=`string`)throw Error(`Message is expects the 'type' property to be a string, but got ${Li(e.type)}`);switch(e.type){case`connection_init`:case`connection_ack`:case`ping`:case`pong`:if(e.payload!=null&&!Ri(e.payload))throw Error(`"${e.type}" message expects the 'payload' property to be an object or nullish or missing, but got "${e.payload}"`);break;case`subscribe`:if(typeof e.id!=`string`)throw Error(`"${e.type}" message expects the 'id' property to be a string, but got ${Li(e.id)}`);if(!e.id)throw Error(`"${e.type}" message requires a non-empty 'id' property`);if(!Ri(e.payload))throw Error(`"${e.type}" message expects the 'payload' property to be an object, but got ${Li(e.payload)}`);if(typeof e.payload.query!=`string`)throw Error(`"${e.type}" message payload expects the 'query' property to be a string, but got ${Li(e.payload.query)}`);if(e.payload.variables!=null&&!Ri(e.payload.variables))throw Error(`"${e.type}" message payload expects the 'variables' property to be a an object or nullish or missing, but got ${Li(e.payload.variables)}`);if(e.payload.operationName!=null&&Li(e.payload.operationName)!==`string`)throw Error(`"${e.type}" message payload expects the 'operationName' property to be a string or nullish or missing, but got ${Li(e.payload.operationName)}`);if(e.payload.extensions!=null&&!Ri(e.payload.extensions))throw Error(`"${e.type}" message payload expects the 'extensions' property to be a an object or nullish or missing, but got ${Li(e.payload.extensions)}`);break;case`next`:if(typeof e.id!=`string`)throw Error(`"${e.type}" message expects the 'id' property to be a string, but got ${Li(e.id)}`);if(!e.id)throw Error(`"${e.type}" message requires a non-empty 'id' property`);if(!Ri(e.payload))throw Error(`"${e.type}" message expects the 'payload' property to be an object, but got ${Li(e.payload)}`);break;case`error`:if(typeof e.id!=`string`)throw Error(`"${e.type}" message expects the 'id' property to be a string, but got ${Li(e.id)}`);if(!e.id)throw Error(`"${e.type}" message requires a non-empty 'id' property`);if(!zi(e.payload))throw Error(`"${e.type}" message expects the 'payload' property to be an array of GraphQL errors, but got ${JSON.stringify(e.payload)}`);break;case`complete`:if(typeof e.id!=`string`)throw Error(`"${e.type}" message expects the 'id' property to be a string, but got ${Li(e.id)}`);if(!e.id)throw Error(`"${e.type}" message requires a non-empty 'id' property`);break;default:throw Error(`Invalid message 'type' property "${e.type}"`)}return e}function Wi(e,t){return Ui(typeof e==`string`?JSON.parse(e,t):e)}function Gi(e,t){return Ui(e),JSON.stringify(e,t)}function Ki(e){let{url:t,connectionParams:n,lazy:r=!0,onNonLazyError:i=console.error,lazyCloseTimeout:a=0,keepAlive:o=0,disablePong:s,connectionAckWaitTimeout:c=0,retryAttempts:l=5,retryWait:u=async function(e){let t=2**e;await new Promise(e=>setTimeout(e,t*1e3+Math.floor(Math.random()*2700+300)))},shouldRetry:d=Ji,on:f,webSocketImpl:p,generateID:m=function(){return`xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx`.replace(/[xy]/g,e=>{let t=Math.random()*16|0;return(e==`x`?t:t&3|8).toString(16)})},jsonMessageReplacer:h,jsonMessageReviver:g}=e,_;if(p){if(!Xi(p))throw Error(`Invalid WebSocket implementation provided`);_=p}else typeof WebSocket<`u`?_=WebSocket:typeof global<`u`?_=global.WebSocket||global.MozWebSocket:typeof window<`u`&&(_=window.WebSocket||window.MozWebSocket);if(!_)throw Error("WebSocket implementation missing; on Node you can `import WebSocket from 'ws';` and pass `webSocketImpl: WebSocket` to `createClient`");let v=_,y=(()=>{let e=(()=>{let e={};return{on(t,n){return e[t]=n,()=>{delete e[t]}},emit(t){`id`in t&&e[t.id]?.(t)}}})(),t={connecting:f?.connecting?[f.connecting]:[],opened:f?.opened?[f.opened]:[],connected:f?.connected?[f.connected]:[],ping:f?.ping?[f.ping]:[],pong:f?.pong?[f.pong]:[],message:f?.message?[e.emit,f.message]:[e.emit],closed:f?.closed?[f.closed]:[],error:f?.error?[f.error]:[]};return{onMessage:e.on,on(e,n){let r=t[e];return r.push(n),()=>{let e=r.indexOf(n);e>-1&&r.splice(e,1)}},emit(e,...n){for(let r of[...t[e]])r(...n)}}})();function b(e){let t=[y.on(`error`,n=>{t.forEach(e=>e()),e(n)}),y.on(`closed`,n=>{t.forEach(e=>e()),e(n)})];return()=>t.forEach(e=>e())}let x,S=0,C,w=!1,T=0,ee=!1;async function te(){clearTimeout(C);let[e,r]=await(x??=new Promise((e,r)=>(async()=>{if(w){if(await u(T),!S)return x=void 0,r({code:1e3,reason:`All Subscriptions Gone`});T++}y.emit(`connecting`,w);let i=new v(typeof t==`function`?await t():t,`graphql-transport-ws`),a,l;function d(){isFinite(o)&&o>0&&(clearTimeout(l),l=setTimeout(()=>{i.readyState===v.OPEN&&(i.send(Gi({type:Hi.Ping})),y.emit(`ping`,!1,void 0))},o))}b(e=>{x=void 0,clearTimeout(a),clearTimeout(l),r(e),e instanceof qi&&(i.close(4499,`Terminated`),i.onerror=null,i.onclose=null)}),i.onerror=e=>y.emit(`error`,e),i.onclose=e=>y.emit(`closed`,e),i.onopen=async()=>{try{y.emit(`opened`,i);let e=typeof n==`function`?await n():n;if(i.readyState!==v.OPEN)return;i.send(Gi(e?{type:Hi.ConnectionInit,payload:e}:{type:Hi.ConnectionInit},h)),isFinite(c)&&c>0&&(a=setTimeout(()=>{i.close(Vi.ConnectionAcknowledgementTimeout,`Connection acknowledgement timeout`)},c)),d()}catch(e){y.emit(`error`,e),i.close(Vi.InternalClientError,Bi(e instanceof Error?e.message:String(e),`Internal client error`))}};let f=!1;i.onmessage=({data:t})=>{try{let n=Wi(t,g);if(y.emit(`message`,n),n.type===`ping`||n.type===`pong`){y.emit(n.type,!0,n.payload),n.type===`pong`?d():s||(i.send(Gi(n.payload?{type:Hi.Pong,payload:n.payload}:{type:Hi.Pong},h)),y.emit(`pong`,!1,n.payload));return}if(f)return;if(n.type!==Hi.ConnectionAck)throw Error(`First message cannot be of type ${n.type}`);clearTimeout(a),f=!0,y.emit(`connected`,i,n.payload,w),w=!1,T=0;let r=new Promise((e,t)=>b(t));r.catch(()=>{}),e([i,r])}catch(e){i.onmessage=null,y.emit(`error`,e),i.close(Vi.BadResponse,Bi(e instanceof Error?e.message:String(e),`Bad response`))}}})()));e.readyState===v.CLOSING&&await r;let i=()=>{},l=new Promise(e=>i=e);return[e,i,new Promise((t,n)=>{let i=b(n);e.readyState!==v.OPEN&&r.catch(n),l.then(()=>{if(i(),!S){let t=()=>e.close(1e3,`Normal Closure`);isFinite(a)&&a>0?(clearTimeout(C),C=setTimeout(()=>{!S&&e.readyState===v.OPEN&&t()},a)):t()}t()})})]}function ne(e){if(Ji(e)&&(Yi(e.code)||[Vi.InternalServerError,Vi.InternalClientError,Vi.BadRequest,Vi.BadResponse,Vi.Unauthorized,Vi.SubprotocolNotAcceptable,Vi.SubscriberAlreadyExists,Vi.TooManyInitialisationRequests].includes(e.code)))throw e;if(ee)return!1;if(Ji(e)&&e.code===1e3)return S>0;if(!l||T>=l||!d(e))throw e;return w=!0}r||(async()=>{for(S++;;)try{let[,,e]=await te();await e}catch(e){try{if(!ne(e))return}catch(e){return i?.(e)}}})();function re(e,t){let n=m(e),r=!1,i=!1,a=()=>{S--,r=!0};return(async()=>{for(S++;;)try{let[o,s,c]=await te();if(r)return c.catch(()=>{}),s();let l=y.onMessage(n,e=>{switch(e.type){case Hi.Next:t.next(e.payload);return;case Hi.Error:i=!0,r=!0,t.error(e.payload),a();return;case Hi.Complete:r=!0,a();return}});o.send(Gi({id:n,type:Hi.Subscribe,payload:e},h)),a=()=>{!r&&o.readyState===v.OPEN&&o.send(Gi({id:n,type:Hi.Complete},h)),S--,r=!0,s()},await c.finally(l);return}catch(e){if(!ne(e))return}})().then(()=>{i||t.complete()}).catch(e=>{t.error(e)}),()=>{r||a()}}return{on:y.on,subscribe:re,iterate(e){let t=[],n={done:!1,error:null,resolve:()=>{}},r=re(e,{next(e){t.push(e),n.resolve()},error(e){n.done=!0,n.error=e,n.resolve()},complete(){n.done=!0,n.resolve()}}),i=async function*(){for(;;){for(t.length||await new Promise(e=>n.resolve=e);t.length;)yield t.shift();if(n.error)throw n.error;if(n.done)return}}();return i.throw=async e=>(n.done||(n.done=!0,n.error=e,n.resolve()),{done:!0,value:void 0}),i.return=async()=>(r(),{done:!0,value:void 0}),i},async dispose(){if(ee=!0,x){let[e]=await x;e.close(1e3,`Normal Closure`)}},terminate(){x&&y.emit(`closed`,new qi)}}}var qi=class extends Error{name=`TerminatedCloseEvent`;message=`4499: Terminated`;code=4499;reason=`Terminated`;wasClean=!1};function Ji(e){return Ri(e)&&`code`in e&&`reason`in e}function Yi(e){return![1e3,1001,1006,1005,1012,1013,1014].includes(e)&&e>=1e3&&e<=1999}function Xi(e){return typeof e==`function`&&`constructor`in e&&`CLOSED`in e&&`CLOSING`in e&&`CONNECTING`in e&&`OPEN`in e}var Y=class extends String{__apiType;value;__meta__;constructor(e,t){super(e),this.value=e,this.__meta__=t}toString(){return this.value}};new Y(`
    fragment Kpi on KpiResult {
  code
  name
  raw
  category
  unit
  n
  normalised
  status
  evidence
  contribution
  pointsLost
  fallbackUsed
  observedAt
  windowDays
  source
  formula
  error
  segmentMedian {
    median
    n
    segment {
      name
    }
  }
  inputs(first: 3) {
    system
    object
    recordId
    url
  }
}
    `,{fragmentName:`Kpi`}),new Y(`
    fragment Winner on LineageValue {
  value
  rule
  winner
  source {
    system
    object
    recordId
    url
    observedAt
  }
}
    `,{fragmentName:`Winner`}),new Y(`
    fragment Place on PortfolioGroup {
  keys {
    value
    label
  }
  accounts
  arr {
    amount
    currency
  }
  atRisk {
    amount
    currency
  }
  growthExpected {
    amount
    currency
  }
  nrr
  healthMean
  trustMean
  coverage
  health {
    red
    amber
    green
    unknown
    median
  }
}
    `,{fragmentName:`Place`}),new Y(`
    fragment Banded on PortfolioGroup {
  keys {
    value
  }
  accounts
  coverage
  arr {
    amount
    currency
  }
}
    `,{fragmentName:`Banded`}),new Y(`
    fragment Surveyed on GroupSurvey {
  kind
  value
  n
  marginOfError
  accounts
  delta
  status
  scale
  formula
  byRole {
    role
    value
    n
  }
}
    `,{fragmentName:`Surveyed`}),new Y(`
    fragment Loop on Feedback {
  id
  at
  kind
  score
  touchpoint
  text
  account {
    id
    name
  }
  loop {
    state
    dueAt
    overdue
    ackAt
    actedAt
    owner {
      name
    }
    toldCustomer
  }
}
    `,{fragmentName:`Loop`}),new Y(`
    fragment Valued on InitiativeValue {
  healthDelta
  standardError
  benefit {
    amount
    currency
  }
  roi
  method
  notes
}
    `,{fragmentName:`Valued`}),new Y(`
    fragment Branch on MetricNode {
  code
  name
  value
  weight
  known
  reason
  metric {
    level
    classes
    owner
  }
}
    `,{fragmentName:`Branch`}),new Y(`
    fragment Candidate on MatchCandidate {
  id
  score
  merged
  money {
    amount
    currency
  }
  left {
    system
    object
    recordId
    url
    observedAt
  }
  right {
    system
    object
    recordId
    url
    observedAt
  }
  reasons {
    field
    weight
    outcome
    left
    right
  }
}
    `,{fragmentName:`Candidate`}),new Y(`
    fragment Ranked on Account {
  id
  name
  country
  position
  owner {
    id
    name
  }
  nextRenewal {
    id
    end
    daysToEnd
    value {
      amount
      currency
    }
    renewalProbability {
      value
      low
      high
      calibrated
    }
  }
  health {
    value
    band
    confidence
    coverage
    low
    high
    trend(days: 28) {
      delta
      likeForLike
      direction
    }
    drivers(first: 3) {
      code
      name
      raw
      unit
      normalised
      pointsLost
    }
    caps {
      code
      cap
      reason
    }
  }
  trust {
    value
  }
  champion {
    contact {
      id
      name
    }
    champion
    left
    lastTwoWayContact
  }
  opportunity {
    arr {
      amount
      currency
    }
    atRisk {
      amount
      currency
    }
    unknownAtRisk {
      amount
      currency
    }
    growthExpected {
      amount
      currency
    }
    riskShare
    growthShare
  }
  recommendations(first: 1) {
    code
    title
    because
    expectedValue {
      amount
      currency
    }
  }
}
    `,{fragmentName:`Ranked`});var Zi=new Y(`
    subscription HealthMoved {
  healthChanged(minDelta: 0.1) {
    version
  }
}
    `),Qi=new Y(`
    subscription PositionMoved {
  positionChanged {
    version
  }
}
    `),$i=new Y(`
    subscription SignalRaised {
  canaryRaised {
    id
  }
}
    `),ea=new Y(`
    subscription RunMoved {
  syncProgress {
    id
    state
  }
}
    `),ta=new Y(`
    query Account($id: ID!) {
  account(id: $id) {
    id
    name
    legalName
    domain
    country
    region
    industry
    linesOfBusiness
    position
    stayRisk
    arr {
      amount
      currency
    }
    nrr
    grr
    owner {
      id
      name
    }
    parent {
      id
      name
    }
    segments {
      id
      name
    }
    champion {
      contact {
        id
        name
        title
      }
      champion
      left
      lastTwoWayContact
    }
    nextRenewal {
      id
      end
      daysToEnd
      value {
        amount
        currency
      }
      renewalProbability {
        value
        low
        high
        calibrated
      }
    }
    health {
      value
      computed
      band
      confidence
      coverage
      low
      high
      modelVersion
      asOf
      override {
        value
        reason
        expiresAt
      }
      caps {
        code
        cap
        reason
      }
      trend(days: 28) {
        delta
        likeForLike
        direction
      }
      stages {
        stage
        weight
        score
        status
        evidence
        momentThatMatters
        kpis {
          ...Kpi
        }
      }
    }
    trust {
      value
      coverage
      responses
      net
      intent
      competence
      weakest
      factors {
        factor
        score
        basis
        survey
        surveyN
        operational
        alpha
        gap
        gapFlag
        reason
        statement
      }
      behaviours {
        behaviour
        likelihood
        calibrated
      }
      recommendation {
        code
        title
        because
      }
    }
    opportunity {
      asOf
      horizonMonths
      position
      arr {
        amount
        currency
      }
      renewalExpected {
        amount
        currency
      }
      atRisk {
        amount
        currency
      }
      unknownAtRisk {
        amount
        currency
      }
      growthExpected {
        amount
        currency
      }
      net {
        amount
        currency
      }
      riskShare
      growthShare
      toRiskLine
      toGrowthLine
      notes
      renewals {
        contract {
          id
          name
          end
        }
        due
        value {
          amount
          currency
        }
        expected {
          amount
          currency
        }
        atRisk {
          amount
          currency
        }
        atRiskLow {
          amount
          currency
        }
        atRiskHigh {
          amount
          currency
        }
        lost
        unknown
        probability {
          value
          low
          high
          calibrated
          factors {
            name
            logOdds
            note
          }
        }
      }
      pipeline {
        opportunityId
        product
        amount {
          amount
          currency
        }
        expected {
          amount
          currency
        }
        probability
        probabilitySource
        closeDate
      }
      expansion {
        product
        amount {
          amount
          currency
        }
        expected {
          amount
          currency
        }
        propensity
        peersOwning
        peerCount
        evidence
        suppressedByOpportunity
      }
    }
    recommendations(first: 3) {
      code
      title
      because
      moment
      expectedValue {
        amount
        currency
      }
    }
    signals(open: true) {
      id
      rule
      raisedAt
      suggested {
        title
        because
      }
    }
    actions {
      id
      title
      status
      kind
      trigger
      dueAt
      overdue
      owner {
        name
      }
      verdict
      effect
      standardError
      realised {
        riskAvoided {
          amount
          currency
        }
      }
    }
    freshness {
      system
      category
      lagSeconds
      expectedSeconds
      state
      lastSuccess
      affectsKpis
    }
  }
}
    fragment Kpi on KpiResult {
  code
  name
  raw
  category
  unit
  n
  normalised
  status
  evidence
  contribution
  pointsLost
  fallbackUsed
  observedAt
  windowDays
  source
  formula
  error
  segmentMedian {
    median
    n
    segment {
      name
    }
  }
  inputs(first: 3) {
    system
    object
    recordId
    url
  }
}`),na=new Y(`
    query AccountPeople($id: ID!) {
  account(id: $id) {
    stakeholders {
      contact {
        id
        name
        title
      }
      role
      influence
      influenceDerived
      reportsTo
      champion
      championProposal {
        status
        because
      }
      sentiment
      lastTwoWayContact
      staleSince
      coverage
      valueTier
      lastNps
      left
      owner {
        name
      }
    }
    people {
      blindSpot {
        blind
        decisionMakers
        heard
        touched
      }
      completeness {
        score
        missing
      }
      humanTouch {
        ratio
        belowFloor
        floor
      }
      unseenPlayers(first: 5) {
        contact {
          id
          name
        }
        metIn
      }
    }
    team {
      id
      roles
      openDeals
      employee {
        id
        name
      }
    }
  }
}
    `),ra=new Y(`
    query AccountPast($id: ID!, $from: Date!, $to: Date!) {
  account(id: $id) {
    health {
      history(from: $from, to: $to, grain: WEEK) {
        at
        value
        coverage
      }
      explainChange(from: $from, to: $to) {
        code
        fromNormalised
        toNormalised
        points
        cause
      }
    }
    timeline(first: 120) {
      edges {
        node {
          id
          at
          kind
          stage
          channel
          human
          title
          source {
            system
            object
            recordId
            url
          }
        }
      }
    }
    feedback(first: 12) {
      id
      at
      kind
      touchpoint
      role
      score
      scale
      sentiment
      themes
      text
      loop {
        state
        dueAt
        overdue
        toldCustomer
        owner {
          name
        }
      }
    }
  }
}
    `),ia=new Y(`
    query AccountRecords($id: ID!) {
  account(id: $id) {
    name
    legalName
    domain
    country
    industry
    nameLineage: lineage(field: "name") {
      ...Winner
    }
    legalNameLineage: lineage(field: "legalName") {
      ...Winner
    }
    domainLineage: lineage(field: "domain") {
      ...Winner
    }
    countryLineage: lineage(field: "country") {
      ...Winner
    }
    industryLineage: lineage(field: "industry") {
      ...Winner
    }
    sourceRecords {
      system
      object
      recordId
      url
      observedAt
      category
    }
    identity {
      events(first: 5) {
        at
        what
        cause
        records
        other
      }
    }
  }
}
    fragment Winner on LineageValue {
  value
  rule
  winner
  source {
    system
    object
    recordId
    url
    observedAt
  }
}`),aa=new Y(`
    query WhatIf($id: ID!, $raw: [RawInput!]) {
  account(id: $id) {
    health(whatIf: {raw: $raw}) {
      value
      band
      low
      high
      coverage
    }
  }
}
    `),oa=new Y(`
    query Knots {
  healthModel {
    stages {
      stage
      kpis {
        code
        name
        unit
        knots {
          raw
          score
        }
        categories {
          word
          score
        }
      }
    }
  }
}
    `),sa=new Y(`
    query Executive($filter: AccountFilter) {
  executiveSummary(filter: $filter) {
    asOf
    accounts
    coverage
    nrr
    grr
    arr {
      amount
      currency
    }
    atRisk {
      amount
      currency
    }
    unknownAtRisk {
      amount
      currency
    }
    growthExpected {
      amount
      currency
    }
    net {
      amount
      currency
    }
    costToServe {
      amount
      currency
    }
    lifetimeValue {
      amount
      currency
    }
    billed {
      amount
      currency
    }
    health {
      red
      amber
      green
      unknown
      median
    }
    selfCheck {
      dataAge
      momentsMeasured
      perceptionAndFacts
    }
    beacon {
      metric
      role
      n
      events
      auc
      brier
      verdict
      tested
      learntOn
    }
    goals {
      id
      name
      outcome
      anchor
      baseline
      baselineOn
      target
      current
      due
      onTrack
      progress
      currency
      warnings
    }
    sentences {
      text
      facts
    }
    topRisks(first: 5) {
      id
      name
      health {
        value
        band
        confidence
      }
      opportunity {
        arr {
          amount
          currency
        }
        atRisk {
          amount
          currency
        }
      }
    }
    topGrowth(first: 5) {
      id
      name
      health {
        value
        band
        confidence
      }
      opportunity {
        arr {
          amount
          currency
        }
        growthExpected {
          amount
          currency
        }
      }
    }
  }
}
    `),ca=new Y(`
    query ByPlace($filter: AccountFilter) {
  countries: portfolio(filter: $filter, groupBy: [COUNTRY]) {
    ...Place
  }
  lines: portfolio(filter: $filter, groupBy: [LINE_OF_BUSINESS]) {
    ...Place
  }
}
    fragment Place on PortfolioGroup {
  keys {
    value
    label
  }
  accounts
  arr {
    amount
    currency
  }
  atRisk {
    amount
    currency
  }
  growthExpected {
    amount
    currency
  }
  nrr
  healthMean
  trustMean
  coverage
  health {
    red
    amber
    green
    unknown
    median
  }
}`),la=new Y(`
    query Weeks($filter: AccountFilter, $a: Date!, $b: Date!, $c: Date!, $d: Date!, $e: Date!, $f: Date!, $g: Date!, $h: Date!) {
  a: portfolio(asOf: $a, filter: $filter, groupBy: [BAND]) {
    ...Banded
  }
  b: portfolio(asOf: $b, filter: $filter, groupBy: [BAND]) {
    ...Banded
  }
  c: portfolio(asOf: $c, filter: $filter, groupBy: [BAND]) {
    ...Banded
  }
  d: portfolio(asOf: $d, filter: $filter, groupBy: [BAND]) {
    ...Banded
  }
  e: portfolio(asOf: $e, filter: $filter, groupBy: [BAND]) {
    ...Banded
  }
  f: portfolio(asOf: $f, filter: $filter, groupBy: [BAND]) {
    ...Banded
  }
  g: portfolio(asOf: $g, filter: $filter, groupBy: [BAND]) {
    ...Banded
  }
  h: portfolio(asOf: $h, filter: $filter, groupBy: [BAND]) {
    ...Banded
  }
}
    fragment Banded on PortfolioGroup {
  keys {
    value
  }
  accounts
  coverage
  arr {
    amount
    currency
  }
}`),ua=new Y(`
    query Segments {
  segments {
    id
    name
    definition
    accountCount
    nrr
    grr
    health {
      red
      amber
      green
      unknown
      median
    }
    momentsThatMatter {
      touchpoint
      stage
      weightMultiplier
      measured
      measuredBy
    }
    targets {
      metric
      name
      target
      median
      gap
      membersBelow
      n
    }
  }
}
    `),da=new Y(`
    query Surveys($filter: AccountFilter) {
  nps: survey(kind: NPS, filter: $filter) {
    ...Surveyed
  }
  csat: survey(kind: CSAT, filter: $filter) {
    ...Surveyed
  }
  ces5: survey(kind: CES5, filter: $filter) {
    ...Surveyed
  }
  ces7: survey(kind: CES7, filter: $filter) {
    ...Surveyed
  }
  neteasy: survey(kind: NETEASY, filter: $filter) {
    ...Surveyed
  }
}
    fragment Surveyed on GroupSurvey {
  kind
  value
  n
  marginOfError
  accounts
  delta
  status
  scale
  formula
  byRole {
    role
    value
    n
  }
}`),fa=new Y(`
    query Drivers($outcome: String!, $metrics: [String!]!) {
  correlation(input: {metrics: $metrics, outcome: $outcome, minN: 20}) {
    metric
    n
    rho
    ciLow
    ciHigh
    q
    significant
    slopePer10
    note
  }
  healthModel {
    stages {
      stage
      kpis {
        code
        name
      }
    }
  }
}
    `),pa=new Y(`
    query Beacon {
  beaconTest(candidates: ["NPS", "CHI", "TRUST", "NETEASY"], byRole: true) {
    metric
    role
    n
    events
    auc
    brier
    brierOfRate
    verdict
  }
}
    `),ma=new Y(`
    query Canaries {
  signals(filter: {rules: [DELIVERY, SEGMENT], days: 90}, first: 60) {
    id
    rule
    raisedAt
    endedOn
    ticketSpike
    onTimeDeltaPoints
    segment {
      id
      name
    }
    model
    accounts(first: 5) {
      id
      name
    }
    membersNotYetHit(first: 20) {
      id
      name
    }
    suggested {
      title
      because
    }
    structural {
      title
      because
    }
  }
}
    `),ha=new Y(`
    query Loops($filter: AccountFilter) {
  openLoops(filter: $filter, first: 120) {
    ...Loop
  }
  viewer {
    orders
  }
}
    fragment Loop on Feedback {
  id
  at
  kind
  score
  touchpoint
  text
  account {
    id
    name
  }
  loop {
    state
    dueAt
    overdue
    ackAt
    actedAt
    owner {
      name
    }
    toldCustomer
  }
}`),ga=new Y(`
    query Ledger {
  initiatives(first: 50) {
    id
    name
    status
    start
    due
    reach
    peers
    periodDays
    verdict
    cost {
      amount
      currency
    }
    targets {
      kpi
      from
      to
    }
    owner {
      name
    }
    forecast {
      ...Valued
    }
    realised {
      ...Valued
    }
  }
}
    fragment Valued on InitiativeValue {
  healthDelta
  standardError
  benefit {
    amount
    currency
  }
  roi
  method
  notes
}`),_a=new Y(`
    query Tree($filter: AccountFilter) {
  metricTree(filter: $filter) {
    name
    value
    lead
    known
    accounts
    nodes {
      ...Branch
      children {
        ...Branch
        children {
          ...Branch
        }
      }
    }
  }
}
    fragment Branch on MetricNode {
  code
  name
  value
  weight
  known
  reason
  metric {
    level
    classes
    owner
  }
}`),va=new Y(`
    mutation Acknowledge($id: ID!) {
  acknowledgeFeedback(feedbackId: $id) {
    id
    loop {
      state
    }
  }
}
    `),ya=new Y(`
    mutation Close($id: ID!, $did: String!, $told: Boolean!) {
  closeLoop(feedbackId: $id, whatWeDid: $did, toldCustomer: $told) {
    id
    loop {
      state
    }
  }
}
    `),ba=new Y(`
    query Review($kind: PartyKind!, $first: Int!) {
  identityReview(kind: $kind, first: $first) {
    ...Candidate
  }
  viewer {
    orders
  }
}
    fragment Candidate on MatchCandidate {
  id
  score
  merged
  money {
    amount
    currency
  }
  left {
    system
    object
    recordId
    url
    observedAt
  }
  right {
    system
    object
    recordId
    url
    observedAt
  }
  reasons {
    field
    weight
    outcome
    left
    right
  }
}`),xa=new Y(`
    query Why($kind: PartyKind!, $left: ExternalKey!, $right: ExternalKey!) {
  whyMatch(kind: $kind, left: $left, right: $right) {
    id
    score
    weight
    apart
    left {
      system
      object
      recordId
      url
    }
    right {
      system
      object
      recordId
      url
    }
    reasons {
      field
      weight
      outcome
      left
      right
    }
    verdict {
      same
      reason
      saidBy
      saidAt
    }
  }
}
    `),Sa=new Y(`
    mutation Decide($id: ID!, $same: Boolean!, $reason: String) {
  decideMatch(id: $id, same: $same, reason: $reason) {
    id
    name
  }
}
    `),Ca=new Y(`
    mutation Undo($id: ID!) {
  undoMatch(id: $id) {
    id
    name
  }
}
    `),wa=new Y(`
    query Sources {
  connectors {
    id
    kind
    category
    state
    lastSuccess
    lastRecord
    intervalSeconds
    servesKpis
    version
    disconnectedAt
    rateLimit {
      remaining
      resetAt
    }
    runs(first: 6) {
      id
      state
      queuedAt
      startedAt
      finishedAt
      read
      written
      rejected
      skipped
    }
  }
  dataQuality {
    source
    category
    accountRecords
    accounts
    contactRecords
    contacts
    duplicates {
      records
      of
      share
    }
    invalidVat {
      records
      of
      share
    }
    invalidEmail {
      records
      of
      share
    }
    invalidCountry {
      records
      of
      share
    }
    withoutOwner {
      records
      of
      share
    }
  }
  viewer {
    orders
  }
}
    `),Ta=new Y(`
    query SourceFields($id: ID!) {
  connector(id: $id) {
    id
    objects {
      name
      cursorField
      incremental
      deletes
      mapsTo
      fields {
        source
        target
        coverage
        transform
      }
    }
    runs(first: 5) {
      id
      queuedAt
      rejected
      errors(first: 20) {
        code
        message
        object
        path
        recordId
      }
    }
  }
}
    `),Ea=new Y(`
    query KpiSources {
  healthModel {
    stages {
      stage
      kpis {
        code
        name
        source
      }
    }
  }
}
    `),Da=new Y(`
    mutation Sync($source: ID!) {
  syncNow(source: $source) {
    id
    state
  }
}
    `),Oa=new Y(`
    mutation Try($id: ID!) {
  dryRunSync(connectorId: $id, limit: 100) {
    read
    wouldWrite
    rejected
    matchedAccounts
    newAccounts
    kpisUnlocked
    unmappedFields {
      object
      source
      coverage
      unlocks
    }
    errors {
      code
      message
      object
      path
      recordId
    }
  }
}
    `),ka=new Y(`
    query Start($filter: AccountFilter) {
  executiveSummary(filter: $filter) {
    asOf
    accounts
    coverage
    arr {
      amount
      currency
    }
    atRisk {
      amount
      currency
    }
    growthExpected {
      amount
      currency
    }
    unknownAtRisk {
      amount
      currency
    }
    health {
      red
      amber
      green
      unknown
      median
    }
  }
  openLoops(filter: $filter, first: 200) {
    id
    loop {
      overdue
    }
  }
  accounts(filter: $filter, orderBy: {field: "atRisk", desc: true}, first: 25) {
    totalCount
    nodes {
      ...Ranked
    }
  }
  signals(filter: {open: true, days: 60}, first: 100) {
    id
    rule
    raisedAt
    ticketSpike
    onTimeDeltaPoints
    segment {
      id
      name
    }
    accounts(first: 5) {
      id
      name
    }
    suggested {
      title
      because
    }
  }
  connectors {
    id
    state
    lastSuccess
  }
}
    fragment Ranked on Account {
  id
  name
  country
  position
  owner {
    id
    name
  }
  nextRenewal {
    id
    end
    daysToEnd
    value {
      amount
      currency
    }
    renewalProbability {
      value
      low
      high
      calibrated
    }
  }
  health {
    value
    band
    confidence
    coverage
    low
    high
    trend(days: 28) {
      delta
      likeForLike
      direction
    }
    drivers(first: 3) {
      code
      name
      raw
      unit
      normalised
      pointsLost
    }
    caps {
      code
      cap
      reason
    }
  }
  trust {
    value
  }
  champion {
    contact {
      id
      name
    }
    champion
    left
    lastTwoWayContact
  }
  opportunity {
    arr {
      amount
      currency
    }
    atRisk {
      amount
      currency
    }
    unknownAtRisk {
      amount
      currency
    }
    growthExpected {
      amount
      currency
    }
    riskShare
    growthShare
  }
  recommendations(first: 1) {
    code
    title
    because
    expectedValue {
      amount
      currency
    }
  }
}`),Aa=new Y(`
    query Due($filter: AccountFilter) {
  portfolio(filter: $filter) {
    accounts
    arr {
      amount
      currency
    }
    atRisk {
      amount
      currency
    }
  }
}
    `),ja=new Y(`
    query Bubbles($filter: AccountFilter, $after: String) {
  accountFacts(filter: $filter, first: 1000, after: $after) {
    totalCount
    nodes {
      accountId
      name
      position
      currency
      arrReporting
      atRisk
      growthExpected
      riskShare
      growthShare
      chi
      chiBand
      chiConfidence
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `),Ma=new Y(`
    query Choices {
  viewer {
    name
    role
    areas
  }
  segments {
    id
    name
    accountCount
  }
  countries: accountsAggregate(groupBy: [COUNTRY], first: 300) {
    nodes {
      country
      count
    }
  }
  lines: accountsAggregate(groupBy: [LINE_OF_BUSINESS], first: 300) {
    nodes {
      lineOfBusiness
      count
    }
  }
  owners: accountsAggregate(groupBy: [OWNER], first: 1000) {
    nodes {
      owner
      count
    }
  }
  people: teamMembers(first: 1000) {
    nodes {
      id
      name
    }
  }
}
    `),Na=`accord.credential`,Pa=new class{#e=j(Yt(sessionStorage.getItem(Na)??``));get credential(){return B(this.#e)}set credential(e){M(this.#e,e,!0)}#t=j(null);get refusal(){return B(this.#t)}set refusal(e){M(this.#t,e,!0)}#n=j(0);get turn(){return B(this.#n)}set turn(e){M(this.#n,e,!0)}signIn(e){sessionStorage.setItem(Na,e),this.credential=e,this.refusal=null,this.turn+=1}signOut(){sessionStorage.removeItem(Na),this.credential=``,this.refusal=null,this.turn+=1}refused(e){this.refusal=e}},Fa=400,Ia=new class{#e=j(0);get turn(){return B(this.#e)}set turn(e){M(this.#e,e,!0)}#t=j(0);get runs(){return B(this.#t)}set runs(e){M(this.#t,e,!0)}#n=j(!1);get open(){return B(this.#n)}set open(e){M(this.#n,e,!0)}};function La(e){let t;return()=>{t??=setTimeout(()=>{t=void 0,e()},Fa)}}var Ra=La(()=>Ia.turn+=1),za=La(()=>Ia.runs+=1);function Ba(){let e=Ki({url:`${location.protocol===`https:`?`wss`:`ws`}://${location.host}/graphql`,connectionParams:()=>Pa.credential?{authorization:`Bearer ${Pa.credential}`}:{},shouldRetry:()=>!0,retryAttempts:1/0,keepAlive:25e3,on:{connected:(e,t,n)=>{Ia.open=!0,n&&Ra()},closed:()=>Ia.open=!1}}),t=(t,n)=>e.subscribe({query:t.toString()},{next:n,error:()=>{},complete:()=>{}}),n=[t(Zi,Ra),t(Qi,Ra),t($i,Ra),t(ea,za)];return()=>{for(let e of n)e();e.dispose(),Ia.open=!1}}var Va=new class{#e=j(null);get today(){return B(this.#e)}set today(e){M(this.#e,e,!0)}},Ha=class extends Error{code;constructor(e,t){super(e),this.code=t}};function Ua(){let e=Pa.credential;return e?{authorization:`Bearer ${e}`}:{}}async function Wa(e,t,n){let r;try{r=await fetch(`/graphql`,{method:`POST`,headers:{"content-type":`application/json`,...Ua()},body:JSON.stringify({query:e.toString(),variables:t}),signal:n??null})}catch(e){throw n?.aborted?e:new Ha(`The hub does not answer. Is it running?`,`UNREACHABLE`)}let i;try{i=await r.json()}catch{throw new Ha(`The hub answered with status ${r.status} and no JSON.`,`UNREADABLE`)}if(r.status===401)throw Pa.refused(i.errors?.[0]?.message??`Who asks is not known here.`),new Ha(`Sign in to see this.`,`UNAUTHENTICATED`);i.extensions?.asOf&&(Va.today=i.extensions.asOf);let a=i.errors??[];if(!i.data){let e=a[0];throw new Ha(e?.message??`The hub answered with status ${r.status}.`,e?.extensions?.code??`UNKNOWN`)}return{data:i.data,faults:a,beside:i.extensions??{}}}var Ga=class{#e=j(null);get data(){return B(this.#e)}set data(e){M(this.#e,e)}#t=j([]);get faults(){return B(this.#t)}set faults(e){M(this.#t,e)}#n=j({});get beside(){return B(this.#n)}set beside(e){M(this.#n,e)}#r=j(null);get why(){return B(this.#r)}set why(e){M(this.#r,e,!0)}#i=j(!0);get busy(){return B(this.#i)}set busy(e){M(this.#i,e,!0)}#a=j(null);get at(){return B(this.#a)}set at(e){M(this.#a,e)}#o;#s=j(null);get variables(){return B(this.#s)}set variables(e){M(this.#s,e)}#c=j(null);get answered(){return B(this.#c)}set answered(e){M(this.#c,e)}constructor(e,t,n=`moves`){this.#o=e,yn(()=>{let e=t();if(Pa.turn,n===`moves`&&Ia.turn,n===`runs`&&Ia.runs,e===null)return;let r=new AbortController;return this.#l(e,r.signal),()=>r.abort()})}get text(){return this.#o.toString().trim()}async again(){this.variables!==null&&await this.#l(this.variables)}async#l(e,t){this.busy=!0,this.variables=e;try{let n=await Wa(this.#o,e,t);if(t?.aborted)return;this.data=n.data,this.faults=n.faults,this.beside=n.beside,this.answered=e,this.why=null,this.at=new Date}catch(e){if(t?.aborted)return;this.why=e instanceof Ha?e:new Ha(String(e),`UNKNOWN`)}this.busy=!1}},Ka=new class{#e=j(Yt(location.pathname));get path(){return B(this.#e)}set path(e){M(this.#e,e,!0)}#t=j(new URLSearchParams(location.search));get search(){return B(this.#t)}set search(e){M(this.#t,e)}constructor(){addEventListener(`popstate`,()=>this.#n())}#n(){this.path=location.pathname,this.search=new URLSearchParams(location.search)}go(e,t=!1){t?history.replaceState(null,``,e):history.pushState(null,``,e);let n=this.path;this.#n(),this.path!==n&&scrollTo(0,0)}value(e){return this.search.get(e)??``}with(e){let t=new URLSearchParams(this.search);for(let[n,r]of Object.entries(e))r?t.set(n,r):t.delete(n);let n=t.toString();return n?`${this.path}?${n}`:this.path}set(e){this.go(this.with(e),!0)}click(e){if(e.defaultPrevented||e.button!==0||e.metaKey||e.ctrlKey||e.shiftKey||e.altKey)return;let t=e.target?.closest(`a`),n=t?.getAttribute(`href`)??t?.getAttribute(`xlink:href`);t&&n?.startsWith(`/`)&&!t.hasAttribute(`download`)&&!t.getAttribute(`target`)&&(n.startsWith(`/graphiql`)||n.startsWith(`/export`)||(e.preventDefault(),this.go(n)))}},qa=[`segment`,`country`,`line`,`owner`];function Ja(){let e={},[t,n,r,i]=qa.map(e=>Ka.value(e));return t&&(e.segment=t),n&&(e.country=[n]),r&&(e.lineOfBusiness=[r]),i&&(e.owner=i),Object.keys(e).length>0?e:null}function Ya(e,t={}){let n=new URLSearchParams;for(let e of qa){let t=Ka.value(e);t&&n.set(e,t)}for(let[e,r]of Object.entries(t))n.set(e,r);let r=n.toString();return r?`${e}?${r}`:e}var Xa=`–`,Za=navigator.language||`en`;function X(e,t=!1){if(!e)return Xa;let n=Number(e.amount),r=!t&&Math.abs(n)>=1e3?{notation:`compact`,maximumSignificantDigits:3}:{maximumFractionDigits:t?2:0};return new Intl.NumberFormat(Za,{style:`currency`,currency:e.currency,...r}).format(n)}function Qa(e){return e?Number(e.amount):null}function Z(e,t=1){return e==null?Xa:new Intl.NumberFormat(Za,{maximumFractionDigits:t,minimumFractionDigits:0}).format(e)}function $a(e,t=0){return e==null?Xa:new Intl.NumberFormat(Za,{style:`percent`,maximumFractionDigits:t}).format(e)}function eo(e,t=1){return e==null?Xa:new Intl.NumberFormat(Za,{signDisplay:`exceptZero`,maximumFractionDigits:t}).format(e)}function to(e){return e?new Date(e.length===10?`${e}T12:00:00`:e).toLocaleDateString(Za,{day:`numeric`,month:`short`,year:`numeric`}):Xa}function no(e){return e?new Date(e).toLocaleString(Za,{day:`numeric`,month:`short`,hour:`2-digit`,minute:`2-digit`}):Xa}function ro(e){if(e==null)return Xa;let[t,n]=[[86400,`days`],[3600,`h`],[60,`min`],[1,`s`]].find(([t])=>e>=t*(t===86400?2:1))??[1,`s`];return`${Math.round(e/t)} ${n}`}function Q(e){return e?e.toLowerCase().replaceAll(`_`,` `):Xa}function io(e){let t=Q(e);return t.charAt(0).toUpperCase()+t.slice(1)}function ao(e,t,n=`${t}s`){return`${Z(e,0)} ${e===1?t:n}`}function oo(e,t){let n=new Date(`${e}T12:00:00Z`);return n.setUTCDate(n.getUTCDate()+t),n.toISOString().slice(0,10)}var so=V(`<a class="plain svelte-cyj3n"> </a>`),co=V(`<span class="soft name svelte-cyj3n"> </span>`),lo=V(`<button class="bare">Sign out</button>`),uo=V(`<option> </option>`),fo=V(`<select><option> </option><!></select>`),po=V(`<button class="bare">All accounts</button>`),mo=V(`<div class="narrows screen-only svelte-cyj3n" role="group" aria-label="Which accounts"><!> <!></div>`),ho=V(`<header class="bar svelte-cyj3n"><a class="mark plain svelte-cyj3n"><img src="/mark.svg" alt="" width="26" height="26"/> Accord</a> <nav aria-label="Pages" class="svelte-cyj3n"></nav> <div class="who small screen-only svelte-cyj3n"><span class="soft name svelte-cyj3n"> </span> <!> <button class="bare"> </button> <!></div></header> <!>`,1);function go(e,t){We(t,!0);let n=[[``,`Customers`,`PORTFOLIO`],[`executive`,`Executive`,`PORTFOLIO`],[`experience`,`Experience`,`PORTFOLIO`],[`sources`,`Sources`,`SOURCES`],[`review`,`Review`,`IDENTITY`]],r=new Ga(Ma,()=>({}),!1),i=k(()=>r.data),a=k(()=>B(i)?.viewer.areas),o=k(()=>n.filter(([,,e])=>!B(a)||B(a).includes(e))),s=k(()=>t.page===``||t.page===`executive`||t.page===`experience`),c=k(()=>{if(!B(i))return[];let e=new Map(B(i).people?.nodes.map(e=>[String(e.id),e.name])),t=(e,t,n)=>e==null?[]:[{value:String(e),said:`${t} (${Z(n,0)})`}],n=e=>{try{return new Intl.DisplayNames(void 0,{type:`region`}).of(e)??e}catch{return e}},r=[[`segment`,`All segments`,B(i).segments.filter(e=>e.accountCount>0).flatMap(e=>t(e.id,e.name,e.accountCount))],[`country`,`All countries`,B(i).countries?.nodes.flatMap(e=>t(e.country,n(e.country??``),e.count))??[]],[`line`,`All lines of business`,B(i).lines?.nodes.flatMap(e=>t(e.lineOfBusiness,e.lineOfBusiness??``,e.count))??[]],[`owner`,`All owners`,B(i).owners?.nodes.flatMap(n=>t(n.owner,e.get(String(n.owner))??String(n.owner),n.count))??[]]];for(let[,,e]of r)e.sort((e,t)=>e.said.localeCompare(t.said));return r}),l=k(()=>qa.some(e=>Ka.value(e))),u=`accord.theme`,d=j(Yt(localStorage.getItem(u)??(matchMedia(`(prefers-color-scheme: dark)`).matches?`dark`:`light`)));yn(()=>{document.documentElement.dataset.theme=B(d)});function f(){M(d,B(d)===`dark`?`light`:`dark`,!0),localStorage.setItem(u,B(d))}var p=ho(),h=P(p),g=N(h),_=I(g,2);K(_,21,()=>B(o),([e,t])=>e,(e,n)=>{var r=k(()=>m(B(n),2));let i=()=>B(r)[0],a=()=>B(r)[1];var o=so(),s=F(o,!0);L(e=>{J(o,`href`,e),J(o,`aria-current`,t.page===i()||i()===``&&t.page===`accounts`?`page`:void 0),W(s,a())},[()=>Ya(`/${i()}`)]),U(e,o)}),O(_);var v=I(_,2),y=N(v),b=F(y,!0),x=I(y,2),S=e=>{var t=co(),n=F(t,!0);L(()=>{J(t,`title`,`Role: ${B(i).viewer.role??``}`),W(n,B(i).viewer.name)}),U(e,t)};G(x,e=>{B(i)&&e(S)});var C=I(x,2),w=F(C,!0),T=I(C,2),ee=e=>{var t=lo();br(`click`,t,()=>Pa.signOut()),U(e,t)};G(T,e=>{Pa.credential&&e(ee)}),O(v),O(h);var te=I(h,2),ne=e=>{var t=mo(),n=N(t);K(n,17,()=>B(c),([e,t,n])=>e,(e,t)=>{var n=k(()=>m(B(t),3));let r=()=>B(n)[0],i=()=>B(n)[1],a=()=>B(n)[2];var o=jr(),s=P(o),c=e=>{var t=fo();let n;var o=N(t),s=F(o,!0);o.value=o.__value=``,K(I(o),17,a,e=>e.value,(e,t)=>{var n=uo(),r=F(n,!0),i={};L(()=>{W(r,B(t).said),i!==(i=B(t).value)&&(n.value=(n.__value=i)??``)}),U(e,n)}),O(t);var c;mi(t),L((e,r,a)=>{J(t,`aria-label`,e),n=q(t,1,`svelte-cyj3n`,null,n,{set:r}),W(s,i()),c!==(c=a)&&(t.value=(t.__value=c)??``,pi(t,c))},[()=>i().replace(`All `,`By `),()=>Ka.value(r()),()=>Ka.value(r())]),br(`change`,t,e=>Ka.set({[r()]:e.currentTarget.value||null})),U(e,t)},l=k(()=>a().length>1||Ka.value(r()));G(s,e=>{B(l)&&e(c)}),U(e,o)});var r=I(n,2),i=e=>{var t=po();br(`click`,t,()=>Ka.set(Object.fromEntries(qa.map(e=>[e,null])))),U(e,t)};G(r,e=>{B(l)&&e(i)}),O(t),U(e,t)};G(te,e=>{B(s)&&B(c).length>0&&e(ne)}),L(e=>{J(g,`href`,e),J(y,`title`,Ia.open?`What moves is shown as it moves`:`The hub does not say what moves; reload to see it`),W(b,Ia.open?`● live`:`○ not live`),W(w,B(d)===`dark`?`Light`:`Dark`)},[()=>Ya(`/`)]),br(`click`,C,f),U(e,p),Ge()}xr([`click`,`change`]);var _o=H(`<path d="M6 11 1 2h10z"></path>`),vo=H(`<path d="M6 1 11 6 6 11 1 6z"></path>`),yo=H(`<circle cx="6" cy="6" r="4.6"></circle>`),bo=V(`<b> </b>`),xo=V(`<span><svg viewBox="0 0 12 12" aria-hidden="true"><!></svg> <!> <span class="unseen"> </span></span>`);function So(e,t){We(t,!0);let n=Ii(t,`large`,3,!1),r=k(()=>t.band===`RED`||t.band===`AMBER`||t.band===`GREEN`?t.band:`UNKNOWN`),i=k(()=>t.confidence===`LOW`||B(r)===`UNKNOWN`);var a=xo();let o;var s=N(a);let c;var l=N(s),u=e=>{U(e,_o())},d=e=>{U(e,vo())},f=e=>{U(e,yo())};G(l,e=>{B(r)===`RED`?e(u):B(r)===`AMBER`?e(d,1):e(f,-1)}),O(s);var p=I(s,2),m=e=>{var r=bo(),i=F(r,!0);L(e=>W(i,e),[()=>Z(t.value,+!!n())]),U(e,r)};G(p,e=>{t.value!==void 0&&e(m)});var h=F(I(p,2));O(a),L((e,r,l,u)=>{o=q(a,1,`band ${e??``}`,`svelte-4v9wkz`,o,{large:n()}),J(a,`title`,`${r??``}${l??``}`),c=q(s,0,`svelte-4v9wkz`,null,c,{hollow:B(i)}),W(h,`${u??``}${B(i)&&t.confidence?`, low confidence`:``}`)},[()=>B(r).toLowerCase(),()=>io(B(r)),()=>t.confidence?`, confidence ${Q(t.confidence)}`:``,()=>Q(B(r))]),U(e,a),Ge()}function Co(e,t,n){return{name:e,columns:t,rows:n}}function wo(e,t=`text`){if(e==null||e===``)return`–`;switch(t){case`money`:return X(e);case`number`:return Z(e);case`share`:return $a(e);case`delta`:return eo(e);case`day`:return to(e);case`moment`:return no(e);case`code`:return Q(e);case`text`:return String(e)}}function To(e){return e==null||e===``?null:typeof e==`object`?Number(e.amount):e}function Eo(e){let t=e=>/[",\r\n]/.test(e)?`"${e.replaceAll(`"`,`""`)}"`:e,n=e=>t(/^[=+\-@\t\r]/.test(e)?`'${e}`:e),r=e.columns.flatMap(e=>e.kind===`money`?[e.head,`${e.head} currency`]:[e.head]),i=e.rows.map(t=>e.columns.flatMap(e=>{let r=e.of(t);return r==null?e.kind===`money`?[``,``]:[``]:typeof r==`object`?[r.amount,r.currency]:[typeof r==`number`?String(r):n(r)]}).join(`,`));return[r.map(n).join(`,`),...i].join(`\r
`)+`\r
`}var Do=V(`<th><button class="bare svelte-g1toec"> <span aria-hidden="true"> </span></button></th>`),Oo=V(`<a> </a>`),ko=V(`<td><!></td>`),Ao=V(`<tr></tr>`),jo=V(`<p class="small soft more svelte-g1toec"> <button>Show more</button></p>`),Mo=V(`<div class="holds svelte-g1toec" tabindex="0" role="region"><table><thead class="svelte-g1toec"><tr></tr></thead><tbody></tbody></table> <!></div>`);function No(e,t){We(t,!0);let n=Ii(t,`first`,3,200),r=j(null),i=j(!0),a=k(n),o=k(()=>{let e=B(r)===null?void 0:t.table.columns[B(r)];return e?[...t.table.rows].sort((t,n)=>{let[r,a]=[To(e.of(t)),To(e.of(n))];if(r===null||a===null)return r===a?0:r===null?1:-1;let o=typeof r==`number`&&typeof a==`number`?r-a:String(r).localeCompare(String(a));return B(i)?-o:o}):t.table.rows});function s(e){B(r)===e?M(i,!B(i)):(e=>{var t=m(e,2);M(r,t[0],!0),M(i,t[1],!0)})([e,!0])}let c=e=>e===`number`||e===`share`||e===`delta`||e===`money`;var l=Mo(),u=N(l),d=N(u),f=N(d);K(f,23,()=>t.table.columns,e=>e.head,(e,t,n)=>{var a=Do();let o;var l=N(a),u=N(l,!0),d=F(I(u),!0);O(l),O(a),L(e=>{J(a,`aria-sort`,B(r)===B(n)?B(i)?`descending`:`ascending`:`none`),o=q(a,1,`svelte-g1toec`,null,o,{number:e}),W(u,B(t).head),W(d,B(r)===B(n)?B(i)?` ↓`:` ↑`:``)},[()=>c(B(t).kind)]),br(`click`,l,()=>s(B(n))),U(e,a)}),O(f),O(d);var p=I(d);K(p,21,()=>B(o).slice(0,B(a)),Wr,(e,n)=>{var r=Ao();K(r,21,()=>t.table.columns,e=>e.head,(e,t)=>{let r=k(()=>B(t).to?.(B(n)));var i=ko();let a;var o=N(i),s=e=>{var i=Oo(),a=F(i,!0);L(e=>{J(i,`href`,B(r)),W(a,e)},[()=>wo(B(t).of(B(n)),B(t).kind)]),U(e,i)},l=e=>{var r=Ar();L(e=>W(r,e),[()=>wo(B(t).of(B(n)),B(t).kind)]),U(e,r)};G(o,e=>{B(r)?e(s):e(l,-1)}),O(i),L(e=>a=q(i,1,`wraps svelte-g1toec`,null,a,{number:e}),[()=>c(B(t).kind)]),U(e,i)}),O(r),U(e,r)}),O(p),O(u);var h=I(u,2),g=e=>{var t=jo(),n=N(t),r=I(n);O(t),L(()=>W(n,`${B(a)??``} of ${B(o).length??``} rows. `)),br(`click`,r,()=>M(a,B(a)+500)),U(e,t)};G(h,e=>{B(o).length>B(a)&&e(g)}),O(l),L(()=>J(l,`aria-label`,t.table.name)),U(e,l),Ge()}xr([`click`]);var Po=V(`<p class="small soft"> </p>`),Fo=V(`<button class="bare svelte-baybvi">Table</button> <button class="bare" title="Download these numbers as CSV">CSV</button>`,1),Io=V(`<button class="bare" title="Copy the question as GraphQL">GraphQL</button>`),Lo=V(`<p class="nothing" role="alert"> </p>`),Ro=V(`<div class="waiting svelte-baybvi" aria-label="Loading"></div>`),zo=V(`<p class="nothing"> </p>`),Bo=V(`<p class="small late svelte-baybvi" role="alert"> </p>`),Vo=V(`<p class="small soft fault svelte-baybvi"> </p>`),Ho=V(`<!> <!> <!>`,1),Uo=V(`<section><header class="svelte-baybvi"><div class="what svelte-baybvi"><h2> </h2> <!></div> <!> <div class="tools screen-only svelte-baybvi"><!> <!></div></header> <p class="small soft said svelte-baybvi" role="status"> </p> <!> <!></section>`);function $(e,t){let n=Mr();We(t,!0);let r=Ii(t,`table`,3,null),i=Ii(t,`nothing`,3,null),a=Ii(t,`card`,3,!0),o=j(!1),s=j(``),c=k(()=>t.asking&&!t.asking.data?t.asking.why:null),l=k(()=>t.asking!==void 0&&!t.asking.data&&!t.asking.why),u=k(()=>t.asking?.beside.masked??[]);function f(){if(!r())return;let e=document.createElement(`a`),t=URL.createObjectURL(new Blob([Eo(r())],{type:`text/csv;charset=utf-8`}));e.href=t,e.download=`${r().name}.csv`,e.click(),setTimeout(()=>URL.revokeObjectURL(t),1e3)}async function p(){if(!t.asking)return;let e=`# variables: ${JSON.stringify(t.asking.variables??{},null,2).replaceAll(`
`,`
# `)}\n${t.asking.text}\n`;try{await navigator.clipboard.writeText(e),M(s,`Copied. Paste it into /graphiql or a client of yours.`)}catch{M(s,`The browser does not let this page copy.`)}setTimeout(()=>M(s,``),4e3)}var m=Uo(),h=N(m),g=N(h),_=N(g),v=F(_,!0),y=I(_,2),b=e=>{var n=Po(),r=F(n,!0);L(()=>W(r,t.question)),U(e,n)};G(y,e=>{t.question&&e(b)}),O(g);var x=I(g,2);$r(x,()=>t.beside??d);var S=I(x,2),C=N(S),w=e=>{var t=Fo(),n=P(t),r=I(n,2);L(()=>J(n,`aria-pressed`,B(o))),br(`click`,n,()=>M(o,!B(o))),br(`click`,r,f),U(e,t)};G(C,e=>{r()&&e(w)});var T=I(C,2),ee=e=>{var t=Io();br(`click`,t,p),U(e,t)};G(T,e=>{t.asking&&e(ee)}),O(S),O(h);var te=I(h,2),ne=F(te,!0),re=I(te,2),ie=e=>{var t=Lo(),n=F(t,!0);L(()=>W(n,B(c).message)),U(e,t)},ae=e=>{U(e,Ro())},oe=e=>{No(e,{get table(){return r()}})},se=e=>{var t=zo(),n=F(t,!0);L(()=>W(n,i())),U(e,t)},ce=e=>{var n=jr();$r(P(n),()=>t.children),U(e,n)};G(re,e=>{B(c)?e(ie):B(l)?e(ae,1):B(o)&&r()?e(oe,2):i()?e(se,3):e(ce,-1)});var le=I(re,2),ue=e=>{var n=Ho(),r=P(n),i=e=>{var n=Bo(),r=F(n);L(()=>W(r,`What is shown is from before: ${t.asking.why.message??``}`)),U(e,n)};G(r,e=>{t.asking.why&&e(i)});var a=I(r,2);K(a,17,()=>t.asking.faults.slice(0,3),Wr,(e,t)=>{var n=Vo(),r=F(n);L(()=>W(r,`Not shown: ${B(t).message??``}`)),U(e,n)});var o=I(a,2),s=e=>{var t=Vo(),n=F(t);L((e,t)=>W(n,`Masked for your role: ${e??``}${t??``}`),[()=>B(u).slice(0,6).join(`, `),()=>B(u).length>6?` and ${Z(B(u).length-6)} more`:``]),U(e,t)};G(o,e=>{B(u).length>0&&e(s)}),U(e,n)};G(le,e=>{t.asking?.data&&e(ue)}),O(m),L(()=>{q(m,1,ri(a()?`card`:`bare-picture`)),J(m,`aria-labelledby`,`${n}-title`),J(m,`data-picture`,r()?.name??t.title),J(_,`id`,`${n}-title`),W(v,t.title),W(ne,B(s))}),U(e,m),Ge()}xr([`click`]);var Wo=V(`<span> </span>`);function Go(e,t){let n={BUSINESS_AT_RISK:[`▼ At risk`,`red`],BUSINESS_AT_GROWTH:[`▲ At growth`,`green`],BOTH:[`◆ Risk and growth`,`amber`],STABLE:[`● Stable`,`stable`],UNKNOWN:[`○ Not known`,`unknown`]},r=k(()=>n[t.position??`UNKNOWN`]);var i=Wo(),a=F(i,!0);L(()=>{q(i,1,`tag ${B(r)[1]??``}`,`svelte-6hh80v`),W(a,B(r)[0])}),U(e,i)}var Ko=V(`<p class="small wraps"> </p>`),qo=V(`<p> </p>`),Jo=V(`<li class="svelte-1o60t4e"><p class="row small"><b> </b><span class="soft"> </span></p> <!> <!></li>`),Yo=V(`<ul></ul>`);function Xo(e,t){We(t,!0);let n={NEW:`heard`,ACK:`acknowledged`,ACTED:`acted on`,TOLD:`told what we did`},r=k(()=>Co(`feedback`,[{head:`When`,kind:`moment`,of:e=>e.at},{head:`Survey`,kind:`code`,of:e=>e.kind},{head:`Score`,kind:`number`,of:e=>e.score},{head:`Role`,kind:`code`,of:e=>e.role},{head:`Touchpoint`,of:e=>e.touchpoint},{head:`Themes`,of:e=>e.themes.join(` `)},{head:`Sentiment`,kind:`delta`,of:e=>e.sentiment},{head:`Text`,of:e=>e.text},{head:`Loop`,kind:`code`,of:e=>e.loop?.state},{head:`Due`,kind:`moment`,of:e=>e.loop?.dueAt}],t.all));{let i=k(()=>t.asking.data&&t.all.length===0?`Nobody there answered in a year.`:null);$(e,{title:`What they said`,question:`Their answers, and whether they heard from us`,get asking(){return t.asking},get table(){return B(r)},get nothing(){return B(i)},children:(e,r)=>{var i=Yo();K(i,21,()=>t.all,e=>e.id,(e,t)=>{var r=Jo(),i=N(r),a=N(i),o=F(a),s=F(I(a));O(i);var c=I(i,2),l=e=>{var n=Ko(),r=F(n);L(()=>W(r,`“${B(t).text??``}”`)),U(e,n)};G(c,e=>{B(t).text&&e(l)});var u=I(c,2),d=e=>{var r=qo();let i;var a=F(r);L(e=>{i=q(r,1,`small svelte-1o60t4e`,null,i,{late:B(t).loop.overdue}),W(a,`${n[B(t).loop.state]??``}${e??``}${B(t).loop.owner?.name?` · ${B(t).loop.owner.name}`:``}`)},[()=>B(t).loop.overdue?`, late since ${to(B(t).loop.dueAt)}`:``]),U(e,r)};G(u,e=>{B(t).loop&&e(d)}),O(r),L((e,n,r,i)=>{W(o,`${B(t).kind??`Comment`??``}${e??``}${n??``}`),W(s,`${r??``} · ${B(t).touchpoint??`relation`??``} · ${i??``}`)},[()=>B(t).score===null?``:` ${Z(B(t).score)}`,()=>B(t).scale?.length===2?` of ${Z(B(t).scale[1])}`:``,()=>Q(B(t).role),()=>to(B(t).at)]),U(e,r)}),O(i),U(e,i)},$$slots:{default:!0}})}Ge()}var Zo=V(`<li><b> </b> <span class="small"> <span class="soft"> </span></span> <span class="small soft"> </span></li>`),Qo=V(`<ul class="svelte-1ba68nk"></ul>`);function $o(e,t){We(t,!0);let n=k(()=>Co(`freshness`,[{head:`System`,of:e=>e.system},{head:`Category`,kind:`code`,of:e=>e.category},{head:`State`,kind:`code`,of:e=>e.state},{head:`Age in seconds`,kind:`number`,of:e=>e.lagSeconds},{head:`Promised in seconds`,kind:`number`,of:e=>e.expectedSeconds},{head:`Last success`,kind:`moment`,of:e=>e.lastSuccess},{head:`KPIs`,of:e=>e.affectsKpis.join(` `)}],t.sources));$(e,{title:`Can this page be believed?`,question:`How old is what each source says`,get asking(){return t.asking},get table(){return B(n)},children:(e,n)=>{var r=Qo();K(r,21,()=>t.sources,e=>e.system,(e,t)=>{var n=Zo();let r;var i=N(n),a=F(i),o=I(i,2),s=N(o),c=F(I(s));O(o);var l=F(I(o,2));O(n),L((e,i,o,u)=>{r=q(n,1,`svelte-1ba68nk`,null,r,{late:B(t).state!==`OK`}),W(a,`${B(t).state===`OK`?`●`:`▲`} ${B(t).system??``}`),W(s,`${e??``} `),W(c,`of ${i??``}`),W(l,`${o??``}${u??``}`)},[()=>B(t).lagSeconds===null?`never read`:`${ro(B(t).lagSeconds)} old`,()=>ro(B(t).expectedSeconds),()=>B(t).state===`OK`?``:`${Q(B(t).state)} · `,()=>B(t).affectsKpis.length>0?ao(B(t).affectsKpis.length,`KPI`):`no KPI`]),U(e,n)}),O(r),U(e,r)},$$slots:{default:!0}}),Ge()}function es(e){let t=[],{health:n,nextRenewal:r}=e;if(r?.daysToEnd!==null&&r?.daysToEnd!==void 0){let e=r.value?`${X(r.value)} `:``,n=r.renewalProbability,i=n?`, ${$a(n.value)} likely`:``;t.push({said:`${e}renews in ${ao(r.daysToEnd,`day`)}${i}`,weight:r.daysToEnd<=90?`strong`:`plain`})}let i=n?.trend.likeForLike??n?.trend.delta;i!=null&&i<=-3&&t.push({said:`health fell ${Z(-i)} in 4 weeks`,weight:`strong`});for(let e of n?.caps.slice(0,1)??[])t.push({said:e.reason,weight:`strong`});e.champion?.left&&t.push({said:`the champion left`,weight:`strong`});for(let e of n?.drivers.slice(0,2)??[]){if(!e.pointsLost)continue;let n=e.raw===null?``:` ${Z(e.raw)}${ts(e.unit)}`;t.push({said:`${e.name}${n} costs ${Z(e.pointsLost)} points`,weight:`plain`})}return n&&n.value!==null||t.push({said:`health is not known: too little was seen`,weight:`plain`}),t}function ts(e){return e?e===`%`||e===`percent`?` %`:` ${e.toLowerCase().replaceAll(`_`,` `)}`:``}var ns=V(`<p class="small"> <button class="bare">Show all stages</button></p>`),rs=V(`<tr class="head svelte-xq2cyn"><th colspan="6" scope="rowgroup" class="svelte-xq2cyn"> </th></tr>`),is=V(` <span class="flag small svelte-xq2cyn"> </span>`,1),as=V(` <span class="soft small"> </span>`,1),os=V(`<span class="soft"> </span>`),ss=V(`<a rel="noreferrer external"> </a>`),cs=V(`<!> `,1),ls=V(`<!> <tr><td class="svelte-xq2cyn"><span> </span><!><!></td><td class="number svelte-xq2cyn"> <!></td><td class="number svelte-xq2cyn"> </td><td class="number svelte-xq2cyn"> </td><td class="number lost svelte-xq2cyn"> </td><td class="small svelte-xq2cyn"><!> <!></td></tr>`,1),us=V(`<tr class="svelte-xq2cyn"><th class="svelte-xq2cyn"> </th><td class="svelte-xq2cyn"></td><td class="svelte-xq2cyn"></td><td class="number svelte-xq2cyn"><b> </b></td><td class="svelte-xq2cyn"></td><td class="svelte-xq2cyn"></td></tr>`),ds=V(`<tr class="svelte-xq2cyn"><th class="svelte-xq2cyn"> </th><td class="svelte-xq2cyn"></td><td class="svelte-xq2cyn"></td><td class="number svelte-xq2cyn"><b> </b></td><td class="svelte-xq2cyn"></td><td class="small soft svelte-xq2cyn"> </td></tr>`),fs=V(`<tfoot class="svelte-xq2cyn"><tr class="svelte-xq2cyn"><th class="svelte-xq2cyn">Sum of what was measured</th><td class="svelte-xq2cyn"></td><td class="svelte-xq2cyn"></td><td class="number svelte-xq2cyn"><b> </b></td><td class="number svelte-xq2cyn"><b> </b></td><td class="small soft svelte-xq2cyn">of 100 points</td></tr><!><!><tr class="svelte-xq2cyn"><th class="svelte-xq2cyn">Health</th><td class="svelte-xq2cyn"></td><td class="svelte-xq2cyn"></td><td class="number svelte-xq2cyn"><b> </b></td><td class="svelte-xq2cyn"></td><td class="small soft svelte-xq2cyn"> </td></tr></tfoot>`),ps=V(`<!> <div class="holds svelte-xq2cyn"><table><thead><tr><th>KPI</th><th class="number svelte-xq2cyn">Measured</th><th class="number svelte-xq2cyn">0–100</th><th class="number svelte-xq2cyn">Points</th><th class="number svelte-xq2cyn">Lost</th><th>From</th></tr></thead><tbody></tbody><!></table></div>`,1);function ms(e,t){We(t,!0);let n=k(()=>t.health.stages.flatMap(e=>e.kpis.map(t=>({stage:e.stage,kpi:t})))),r=k(()=>t.stage?B(n).filter(e=>e.stage===t.stage):B(n)),i=k(()=>B(n).reduce((e,t)=>e+(t.kpi.contribution??0),0)),a=k(()=>B(n).reduce((e,t)=>e+(t.kpi.pointsLost??0),0)),o=e=>e.raw===null?e.category?Q(e.category):null:`${Z(e.raw)}${ts(e.unit)}`,s=e=>{let t=String(e.recordId);return`${e.system} ${t.length>14?`${t.slice(0,10)}…`:t}`},c={MISSING:`not measured`,EXPIRED:`too old`,STALE:`stale`,LOW_SAMPLE:`too few`,NOT_APPLICABLE:`does not apply`,ERROR:`failed`,OK:``},l=k(()=>Co(`receipt`,[{head:`Stage`,kind:`code`,of:e=>e.stage},{head:`KPI`,of:e=>e.kpi.code},{head:`Name`,of:e=>e.kpi.name},{head:`Raw`,kind:`number`,of:e=>e.kpi.raw},{head:`Unit`,of:e=>e.kpi.unit},{head:`0–100`,kind:`number`,of:e=>e.kpi.normalised},{head:`Points`,kind:`number`,of:e=>e.kpi.contribution},{head:`Lost`,kind:`number`,of:e=>e.kpi.pointsLost},{head:`n`,kind:`number`,of:e=>e.kpi.n},{head:`Evidence`,kind:`share`,of:e=>e.kpi.evidence},{head:`Status`,kind:`code`,of:e=>e.kpi.status},{head:`Observed`,kind:`day`,of:e=>e.kpi.observedAt},{head:`Segment median`,kind:`number`,of:e=>e.kpi.segmentMedian?.median}],B(n)));{let n=k(()=>Z(t.health.value));$(e,{title:`The receipt`,get question(){return`Why exactly ${B(n)??``}?`},get asking(){return t.asking},get table(){return B(l)},children:(e,n)=>{var l=ps(),u=P(l),d=e=>{var n=ns(),r=N(n),i=I(r);O(n),L(e=>W(r,`Only ${e??``}. `),[()=>Q(t.stage)]),br(`click`,i,function(...e){t.clear?.apply(this,e)}),U(e,n)};G(u,e=>{t.stage&&e(d)});var f=I(u,2),p=N(f),m=I(N(p));K(m,23,()=>B(r),({kpi:e,stage:t})=>e.code,(e,t,n)=>{let i=()=>B(t).kpi,a=()=>B(t).stage;var l=ls(),u=P(l),d=e=>{var t=rs(),n=F(N(t),!0);O(t),L(e=>W(n,e),[()=>io(a())]),U(e,t)};G(u,e=>{(B(n)===0||B(r)[B(n)-1]?.stage!==a())&&e(d)});var f=I(u,2);let p;var m=N(f),h=N(m),g=F(h,!0),_=I(h),v=e=>{var t=is(),n=P(t,!0);n.nodeValue=` `;var r=F(I(n),!0);L(()=>W(r,c[i().status])),U(e,t)};G(_,e=>{c[i().status]&&e(v)});var y=I(_),b=e=>{var t=is(),n=P(t,!0);n.nodeValue=` `;var r=F(I(n));L(()=>W(r,`by ${i().fallbackUsed??``}`)),U(e,t)};G(y,e=>{i().fallbackUsed&&e(b)}),O(m);var x=I(m),S=N(x,!0),C=I(S),w=e=>{var t=as(),n=P(t,!0);n.nodeValue=` `;var r=F(I(n));L(()=>W(r,`n ${i().n??``}`)),U(e,t)};G(C,e=>{i().n>0&&e(w)}),O(x);var T=I(x),ee=F(T,!0),te=I(T),ne=F(te,!0),re=I(te),ie=F(re,!0),ae=I(re),oe=N(ae),se=e=>{var t=os(),n=F(t,!0);L(()=>W(n,i().error)),U(e,t)};G(oe,e=>{i().error&&e(se)}),K(I(oe,2),17,()=>i().inputs.slice(0,1),Wr,(e,t)=>{var n=cs(),r=P(n),a=e=>{var n=ss(),r=F(n,!0);L(e=>{J(n,`href`,B(t).url),J(n,`title`,B(t).recordId),W(r,e)},[()=>s(B(t))]),U(e,n)},o=k(()=>B(t).url?.startsWith(`http`)),c=e=>{var n=os(),r=F(n,!0);L(e=>{J(n,`title`,B(t).recordId),W(r,e)},[()=>s(B(t))]),U(e,n)};G(r,e=>{B(o)?e(a):e(c,-1)});var l=I(r,1,!0);L(()=>W(l,i().inputs.length>1?` …`:``)),U(e,n)}),O(ae),O(f),L((e,t,n,r)=>{p=q(f,1,`svelte-xq2cyn`,null,p,{faded:i().normalised===null}),J(h,`title`,i().formula),W(g,i().name),W(S,e),W(ee,t),W(ne,n),W(ie,r)},[()=>o(i())??(i().normalised===null?`not measured`:`–`),()=>Z(i().normalised),()=>Z(i().contribution,2),()=>i().pointsLost?Z(i().pointsLost,2):``]),U(e,l)}),O(m);var h=I(m),g=e=>{var n=fs(),r=N(n),o=I(N(r),3),s=F(N(o),!0);O(o);var c=I(o),l=F(N(c),!0);O(c),Te(),O(r);var u=I(r);K(u,17,()=>t.health.caps,e=>e.code,(e,t)=>{var n=us(),r=N(n),i=F(r),a=I(r,3),o=F(N(a));O(a),Te(2),O(n),L(e=>{W(i,`Capped: ${B(t).reason??``}`),W(o,`≤ ${e??``}`)},[()=>Z(B(t).cap)]),U(e,n)});var d=I(u),f=e=>{var n=ds(),r=N(n),i=F(r),a=I(r,3),o=F(N(a),!0);O(a);var s=F(I(a,2));O(n),L((e,n)=>{W(i,`Set by a person: ${t.health.override.reason??``??``}`),W(o,e),W(s,`until ${n??``}`)},[()=>Z(t.health.override.value),()=>to(t.health.override.expiresAt)]),U(e,n)};G(d,e=>{t.health.override&&e(f)});var p=I(d),m=I(N(p),3),h=F(N(m),!0);O(m);var g=F(I(m,2));O(p),O(n),L((e,t,n,r,i)=>{W(s,e),W(l,t),W(h,n),W(g,`${r??``}–${i??``} if the missing were known`)},[()=>Z(B(i),2),()=>Z(B(a),2),()=>Z(t.health.value),()=>Z(t.health.low),()=>Z(t.health.high)]),U(e,n)};G(h,e=>{t.stage||e(g)}),O(p),O(f),U(e,l)},$$slots:{default:!0}})}Ge()}xr([`click`]);var hs=V(`<span class="small soft"> </span>`),gs=V(`<li> </li>`),_s=V(`<ul class="small svelte-5ipacl"></ul>`),vs=V(`<dt class="small soft"> </dt> <dd class="svelte-5ipacl"><button type="button" class="bare svelte-5ipacl"><span class="wraps"> </span><!></button> <!></dd>`,1),ys=V(`<a rel="noreferrer external"> </a>`),bs=V(` <!>`,1),xs=V(`<p class="small soft"> </p>`),Ss=V(`<p class="small soft records svelte-5ipacl"> <!></p> <!>`,1),Cs=V(`<dl class="svelte-5ipacl"></dl> <!>`,1);function ws(e,t){We(t,!0);let n=new Ga(ia,()=>({id:t.id})),r=k(()=>n.data?.account),i=k(()=>B(r)?[[`Name`,B(r).name,B(r).nameLineage],[`Legal name`,B(r).legalName,B(r).legalNameLineage],[`Domain`,B(r).domain,B(r).domainLineage],[`Country`,B(r).country,B(r).countryLineage],[`Industry`,B(r).industry,B(r).industryLineage]]:[]),a=k(()=>Co(`source-records`,[{head:`System`,of:e=>e.system},{head:`Object`,of:e=>e.object},{head:`Record`,of:e=>e.recordId},{head:`Observed`,kind:`moment`,of:e=>e.observedAt},{head:`Address`,of:e=>e.url}],B(r)?.sourceRecords??[]));$(e,{title:`Where it comes from`,question:`Which record each value is from, by which rule, and what lost`,get asking(){return n},get table(){return B(a)},children:(e,t)=>{var n=Cs(),a=P(n);K(a,23,()=>B(i),([e,t,n])=>e,(e,t,n)=>{var r=k(()=>m(B(t),3));let i=()=>B(r)[0],a=()=>B(r)[1],o=()=>B(r)[2],s=k(()=>o().find(e=>e.winner)),c=k(()=>o().filter(e=>!e.winner));var l=vs(),u=P(l),d=F(u,!0),f=I(u,2),p=N(f),h=N(p),g=F(h,!0),_=I(h),v=e=>{var t=hs(),n=F(t);L(e=>W(n,`${B(s).source.system??``}, ${e??``}${B(c).length>0?`; ${B(c).length} lost`:``}`),[()=>Q(B(s).rule)]),U(e,t)};G(_,e=>{B(s)&&e(v)}),O(p);var y=I(p,2),b=e=>{var t=_s();K(t,21,o,Wr,(e,t)=>{var n=gs();let r;var i=F(n);L((e,a)=>{r=q(n,1,`wraps`,null,r,{soft:!B(t).winner}),W(i,`${B(t).winner?`✓`:`✗`} ${B(t).value??`–`??``} — ${B(t).source.system??``} ${B(t).source.object??``} ${B(t).source.recordId??``}, ${e??``}, ${a??``}`)},[()=>Q(B(t).rule),()=>to(B(t).source.observedAt)]),U(e,n)}),O(t),L(()=>J(t,`id`,`lineage-${B(n)??``}`)),U(e,t)};G(y,e=>{o().length>0&&e(b)}),O(f),L(()=>{W(d,i()),J(p,`aria-describedby`,`lineage-${B(n)??``}`),W(g,a()??`–`)}),br(`keydown`,p,e=>e.key===`Escape`&&e.currentTarget.blur()),U(e,l)}),O(a);var o=I(a,2),s=e=>{var t=Ss(),n=P(t),i=N(n);K(I(i),17,()=>B(r).sourceRecords,Wr,(e,t,n)=>{Te();var r=bs(),i=P(r,!0);i.nodeValue=n>0?`, `:``;var a=I(i),o=e=>{var n=ys(),r=F(n);L(()=>{J(n,`href`,B(t).url),W(r,`${B(t).system??``} ${B(t).recordId??``}`)}),U(e,n)},s=k(()=>B(t).url?.startsWith(`http`)),c=e=>{var n=Ar();L(()=>W(n,`${B(t).system??``} ${B(t).recordId??``}`)),U(e,n)};G(a,e=>{B(s)?e(o):e(c,-1)}),U(e,r)}),O(n),K(I(n,2),17,()=>B(r).identity.events,Wr,(e,t)=>{var n=xs(),r=F(n);L((e,t,n)=>W(r,`${e??``}: ${t??``} (${n??``})`),[()=>to(B(t).at),()=>Q(B(t).what),()=>Q(B(t).cause)]),U(e,n)}),L(e=>W(i,`${e??``}: `),[()=>ao(B(r).sourceRecords.length,`record`)]),U(e,t)};G(o,e=>{B(r)&&e(s)}),U(e,n)},$$slots:{default:!0}}),Ge()}xr([`keydown`]);function Ts(e,t){return e==null||t==null?NaN:e<t?-1:e>t?1:e>=t?0:NaN}function Es(e,t){return e==null||t==null?NaN:t<e?-1:t>e?1:t>=e?0:NaN}function Ds(e){let t,n,r;e.length===2?(t=e===Ts||e===Es?e:Os,n=e,r=e):(t=Ts,n=(t,n)=>Ts(e(t),n),r=(t,n)=>e(t)-n);function i(e,r,i=0,a=e.length){if(i<a){if(t(r,r)!==0)return a;do{let t=i+a>>>1;n(e[t],r)<0?i=t+1:a=t}while(i<a)}return i}function a(e,r,i=0,a=e.length){if(i<a){if(t(r,r)!==0)return a;do{let t=i+a>>>1;n(e[t],r)<=0?i=t+1:a=t}while(i<a)}return i}function o(e,t,n=0,a=e.length){let o=i(e,t,n,a-1);return o>n&&r(e[o-1],t)>-r(e[o],t)?o-1:o}return{left:i,center:o,right:a}}function Os(){return 0}function ks(e){return e===null?NaN:+e}var As=Ds(Ts),js=As.right;As.left,Ds(ks).center,Array.prototype.slice;var Ms=Math.sqrt(50),Ns=Math.sqrt(10),Ps=Math.sqrt(2);function Fs(e,t,n){let r=(t-e)/Math.max(0,n),i=Math.floor(Math.log10(r)),a=r/10**i,o=a>=Ms?10:a>=Ns?5:a>=Ps?2:1,s,c,l;return i<0?(l=10**-i/o,s=Math.round(e*l),c=Math.round(t*l),s/l<e&&++s,c/l>t&&--c,l=-l):(l=10**i*o,s=Math.round(e/l),c=Math.round(t/l),s*l<e&&++s,c*l>t&&--c),c<s&&.5<=n&&n<2?Fs(e,t,n*2):[s,c,l]}function Is(e,t,n){if(t=+t,e=+e,n=+n,!(n>0))return[];if(e===t)return[e];let r=t<e,[i,a,o]=r?Fs(t,e,n):Fs(e,t,n);if(!(a>=i))return[];let s=a-i+1,c=Array(s);if(r){if(o<0)for(let e=0;e<s;++e)c[e]=(a-e)/-o;else for(let e=0;e<s;++e)c[e]=(a-e)*o}else if(o<0)for(let e=0;e<s;++e)c[e]=(i+e)/-o;else for(let e=0;e<s;++e)c[e]=(i+e)*o;return c}function Ls(e,t,n){return t=+t,e=+e,n=+n,Fs(e,t,n)[2]}function Rs(e,t,n){t=+t,e=+e,n=+n;let r=t<e,i=r?Ls(t,e,n):Ls(e,t,n);return(r?-1:1)*(i<0?1/-i:i)}function zs(e,t,n){e.prototype=t.prototype=n,n.constructor=e}function Bs(e,t){var n=Object.create(e.prototype);for(var r in t)n[r]=t[r];return n}function Vs(){}var Hs=.7,Us=1/Hs,Ws=`\\s*([+-]?\\d+)\\s*`,Gs=`\\s*([+-]?(?:\\d*\\.)?\\d+(?:[eE][+-]?\\d+)?)\\s*`,Ks=`\\s*([+-]?(?:\\d*\\.)?\\d+(?:[eE][+-]?\\d+)?)%\\s*`,qs=/^#([0-9a-f]{3,8})$/,Js=RegExp(`^rgb\\(${Ws},${Ws},${Ws}\\)$`),Ys=RegExp(`^rgb\\(${Ks},${Ks},${Ks}\\)$`),Xs=RegExp(`^rgba\\(${Ws},${Ws},${Ws},${Gs}\\)$`),Zs=RegExp(`^rgba\\(${Ks},${Ks},${Ks},${Gs}\\)$`),Qs=RegExp(`^hsl\\(${Gs},${Ks},${Ks}\\)$`),$s=RegExp(`^hsla\\(${Gs},${Ks},${Ks},${Gs}\\)$`),ec={aliceblue:15792383,antiquewhite:16444375,aqua:65535,aquamarine:8388564,azure:15794175,beige:16119260,bisque:16770244,black:0,blanchedalmond:16772045,blue:255,blueviolet:9055202,brown:10824234,burlywood:14596231,cadetblue:6266528,chartreuse:8388352,chocolate:13789470,coral:16744272,cornflowerblue:6591981,cornsilk:16775388,crimson:14423100,cyan:65535,darkblue:139,darkcyan:35723,darkgoldenrod:12092939,darkgray:11119017,darkgreen:25600,darkgrey:11119017,darkkhaki:12433259,darkmagenta:9109643,darkolivegreen:5597999,darkorange:16747520,darkorchid:10040012,darkred:9109504,darksalmon:15308410,darkseagreen:9419919,darkslateblue:4734347,darkslategray:3100495,darkslategrey:3100495,darkturquoise:52945,darkviolet:9699539,deeppink:16716947,deepskyblue:49151,dimgray:6908265,dimgrey:6908265,dodgerblue:2003199,firebrick:11674146,floralwhite:16775920,forestgreen:2263842,fuchsia:16711935,gainsboro:14474460,ghostwhite:16316671,gold:16766720,goldenrod:14329120,gray:8421504,green:32768,greenyellow:11403055,grey:8421504,honeydew:15794160,hotpink:16738740,indianred:13458524,indigo:4915330,ivory:16777200,khaki:15787660,lavender:15132410,lavenderblush:16773365,lawngreen:8190976,lemonchiffon:16775885,lightblue:11393254,lightcoral:15761536,lightcyan:14745599,lightgoldenrodyellow:16448210,lightgray:13882323,lightgreen:9498256,lightgrey:13882323,lightpink:16758465,lightsalmon:16752762,lightseagreen:2142890,lightskyblue:8900346,lightslategray:7833753,lightslategrey:7833753,lightsteelblue:11584734,lightyellow:16777184,lime:65280,limegreen:3329330,linen:16445670,magenta:16711935,maroon:8388608,mediumaquamarine:6737322,mediumblue:205,mediumorchid:12211667,mediumpurple:9662683,mediumseagreen:3978097,mediumslateblue:8087790,mediumspringgreen:64154,mediumturquoise:4772300,mediumvioletred:13047173,midnightblue:1644912,mintcream:16121850,mistyrose:16770273,moccasin:16770229,navajowhite:16768685,navy:128,oldlace:16643558,olive:8421376,olivedrab:7048739,orange:16753920,orangered:16729344,orchid:14315734,palegoldenrod:15657130,palegreen:10025880,paleturquoise:11529966,palevioletred:14381203,papayawhip:16773077,peachpuff:16767673,peru:13468991,pink:16761035,plum:14524637,powderblue:11591910,purple:8388736,rebeccapurple:6697881,red:16711680,rosybrown:12357519,royalblue:4286945,saddlebrown:9127187,salmon:16416882,sandybrown:16032864,seagreen:3050327,seashell:16774638,sienna:10506797,silver:12632256,skyblue:8900331,slateblue:6970061,slategray:7372944,slategrey:7372944,snow:16775930,springgreen:65407,steelblue:4620980,tan:13808780,teal:32896,thistle:14204888,tomato:16737095,turquoise:4251856,violet:15631086,wheat:16113331,white:16777215,whitesmoke:16119285,yellow:16776960,yellowgreen:10145074};zs(Vs,ac,{copy(e){return Object.assign(new this.constructor,this,e)},displayable(){return this.rgb().displayable()},hex:tc,formatHex:tc,formatHex8:nc,formatHsl:rc,formatRgb:ic,toString:ic});function tc(){return this.rgb().formatHex()}function nc(){return this.rgb().formatHex8()}function rc(){return vc(this).formatHsl()}function ic(){return this.rgb().formatRgb()}function ac(e){var t,n;return e=(e+``).trim().toLowerCase(),(t=qs.exec(e))?(n=t[1].length,t=parseInt(t[1],16),n===6?oc(t):n===3?new uc(t>>8&15|t>>4&240,t>>4&15|t&240,(t&15)<<4|t&15,1):n===8?sc(t>>24&255,t>>16&255,t>>8&255,(t&255)/255):n===4?sc(t>>12&15|t>>8&240,t>>8&15|t>>4&240,t>>4&15|t&240,((t&15)<<4|t&15)/255):null):(t=Js.exec(e))?new uc(t[1],t[2],t[3],1):(t=Ys.exec(e))?new uc(t[1]*255/100,t[2]*255/100,t[3]*255/100,1):(t=Xs.exec(e))?sc(t[1],t[2],t[3],t[4]):(t=Zs.exec(e))?sc(t[1]*255/100,t[2]*255/100,t[3]*255/100,t[4]):(t=Qs.exec(e))?_c(t[1],t[2]/100,t[3]/100,1):(t=$s.exec(e))?_c(t[1],t[2]/100,t[3]/100,t[4]):ec.hasOwnProperty(e)?oc(ec[e]):e===`transparent`?new uc(NaN,NaN,NaN,0):null}function oc(e){return new uc(e>>16&255,e>>8&255,e&255,1)}function sc(e,t,n,r){return r<=0&&(e=t=n=NaN),new uc(e,t,n,r)}function cc(e){return e instanceof Vs||(e=ac(e)),e?(e=e.rgb(),new uc(e.r,e.g,e.b,e.opacity)):new uc}function lc(e,t,n,r){return arguments.length===1?cc(e):new uc(e,t,n,r??1)}function uc(e,t,n,r){this.r=+e,this.g=+t,this.b=+n,this.opacity=+r}zs(uc,lc,Bs(Vs,{brighter(e){return e=e==null?Us:Us**+e,new uc(this.r*e,this.g*e,this.b*e,this.opacity)},darker(e){return e=e==null?Hs:Hs**+e,new uc(this.r*e,this.g*e,this.b*e,this.opacity)},rgb(){return this},clamp(){return new uc(hc(this.r),hc(this.g),hc(this.b),mc(this.opacity))},displayable(){return-.5<=this.r&&this.r<255.5&&-.5<=this.g&&this.g<255.5&&-.5<=this.b&&this.b<255.5&&0<=this.opacity&&this.opacity<=1},hex:dc,formatHex:dc,formatHex8:fc,formatRgb:pc,toString:pc}));function dc(){return`#${gc(this.r)}${gc(this.g)}${gc(this.b)}`}function fc(){return`#${gc(this.r)}${gc(this.g)}${gc(this.b)}${gc((isNaN(this.opacity)?1:this.opacity)*255)}`}function pc(){let e=mc(this.opacity);return`${e===1?`rgb(`:`rgba(`}${hc(this.r)}, ${hc(this.g)}, ${hc(this.b)}${e===1?`)`:`, ${e})`}`}function mc(e){return isNaN(e)?1:Math.max(0,Math.min(1,e))}function hc(e){return Math.max(0,Math.min(255,Math.round(e)||0))}function gc(e){return e=hc(e),(e<16?`0`:``)+e.toString(16)}function _c(e,t,n,r){return r<=0?e=t=n=NaN:n<=0||n>=1?e=t=NaN:t<=0&&(e=NaN),new bc(e,t,n,r)}function vc(e){if(e instanceof bc)return new bc(e.h,e.s,e.l,e.opacity);if(e instanceof Vs||(e=ac(e)),!e)return new bc;if(e instanceof bc)return e;e=e.rgb();var t=e.r/255,n=e.g/255,r=e.b/255,i=Math.min(t,n,r),a=Math.max(t,n,r),o=NaN,s=a-i,c=(a+i)/2;return s?(o=t===a?(n-r)/s+(n<r)*6:n===a?(r-t)/s+2:(t-n)/s+4,s/=c<.5?a+i:2-a-i,o*=60):s=c>0&&c<1?0:o,new bc(o,s,c,e.opacity)}function yc(e,t,n,r){return arguments.length===1?vc(e):new bc(e,t,n,r??1)}function bc(e,t,n,r){this.h=+e,this.s=+t,this.l=+n,this.opacity=+r}zs(bc,yc,Bs(Vs,{brighter(e){return e=e==null?Us:Us**+e,new bc(this.h,this.s,this.l*e,this.opacity)},darker(e){return e=e==null?Hs:Hs**+e,new bc(this.h,this.s,this.l*e,this.opacity)},rgb(){var e=this.h%360+(this.h<0)*360,t=isNaN(e)||isNaN(this.s)?0:this.s,n=this.l,r=n+(n<.5?n:1-n)*t,i=2*n-r;return new uc(Cc(e>=240?e-240:e+120,i,r),Cc(e,i,r),Cc(e<120?e+240:e-120,i,r),this.opacity)},clamp(){return new bc(xc(this.h),Sc(this.s),Sc(this.l),mc(this.opacity))},displayable(){return(0<=this.s&&this.s<=1||isNaN(this.s))&&0<=this.l&&this.l<=1&&0<=this.opacity&&this.opacity<=1},formatHsl(){let e=mc(this.opacity);return`${e===1?`hsl(`:`hsla(`}${xc(this.h)}, ${Sc(this.s)*100}%, ${Sc(this.l)*100}%${e===1?`)`:`, ${e})`}`}}));function xc(e){return e=(e||0)%360,e<0?e+360:e}function Sc(e){return Math.max(0,Math.min(1,e||0))}function Cc(e,t,n){return(e<60?t+(n-t)*e/60:e<180?n:e<240?t+(n-t)*(240-e)/60:t)*255}var wc=Math.PI/180,Tc=180/Math.PI,Ec=18,Dc=.96422,Oc=1,kc=.82521,Ac=4/29,jc=6/29,Mc=3*jc*jc,Nc=jc*jc*jc;function Pc(e){if(e instanceof Ic)return new Ic(e.l,e.a,e.b,e.opacity);if(e instanceof Uc)return Wc(e);e instanceof uc||(e=cc(e));var t=Bc(e.r),n=Bc(e.g),r=Bc(e.b),i=Lc((.2225045*t+.7168786*n+.0606169*r)/Oc),a,o;return t===n&&n===r?a=o=i:(a=Lc((.4360747*t+.3850649*n+.1430804*r)/Dc),o=Lc((.0139322*t+.0971045*n+.7141733*r)/kc)),new Ic(116*i-16,500*(a-i),200*(i-o),e.opacity)}function Fc(e,t,n,r){return arguments.length===1?Pc(e):new Ic(e,t,n,r??1)}function Ic(e,t,n,r){this.l=+e,this.a=+t,this.b=+n,this.opacity=+r}zs(Ic,Fc,Bs(Vs,{brighter(e){return new Ic(this.l+Ec*(e??1),this.a,this.b,this.opacity)},darker(e){return new Ic(this.l-Ec*(e??1),this.a,this.b,this.opacity)},rgb(){var e=(this.l+16)/116,t=isNaN(this.a)?e:e+this.a/500,n=isNaN(this.b)?e:e-this.b/200;return t=Dc*Rc(t),e=Oc*Rc(e),n=kc*Rc(n),new uc(zc(3.1338561*t-1.6168667*e-.4906146*n),zc(-.9787684*t+1.9161415*e+.033454*n),zc(.0719453*t-.2289914*e+1.4052427*n),this.opacity)}}));function Lc(e){return e>Nc?e**(1/3):e/Mc+Ac}function Rc(e){return e>jc?e*e*e:Mc*(e-Ac)}function zc(e){return 255*(e<=.0031308?12.92*e:1.055*e**(1/2.4)-.055)}function Bc(e){return(e/=255)<=.04045?e/12.92:((e+.055)/1.055)**2.4}function Vc(e){if(e instanceof Uc)return new Uc(e.h,e.c,e.l,e.opacity);if(e instanceof Ic||(e=Pc(e)),e.a===0&&e.b===0)return new Uc(NaN,0<e.l&&e.l<100?0:NaN,e.l,e.opacity);var t=Math.atan2(e.b,e.a)*Tc;return new Uc(t<0?t+360:t,Math.sqrt(e.a*e.a+e.b*e.b),e.l,e.opacity)}function Hc(e,t,n,r){return arguments.length===1?Vc(e):new Uc(e,t,n,r??1)}function Uc(e,t,n,r){this.h=+e,this.c=+t,this.l=+n,this.opacity=+r}function Wc(e){if(isNaN(e.h))return new Ic(e.l,0,0,e.opacity);var t=e.h*wc;return new Ic(e.l,Math.cos(t)*e.c,Math.sin(t)*e.c,e.opacity)}zs(Uc,Hc,Bs(Vs,{brighter(e){return new Uc(this.h,this.c,this.l+Ec*(e??1),this.opacity)},darker(e){return new Uc(this.h,this.c,this.l-Ec*(e??1),this.opacity)},rgb(){return Wc(this).rgb()}}));var Gc=-.14861,Kc=1.78277,qc=-.29227,Jc=-.90649,Yc=1.97294,Xc=Yc*Jc,Zc=Yc*Kc,Qc=Kc*qc-Jc*Gc;function $c(e){if(e instanceof tl)return new tl(e.h,e.s,e.l,e.opacity);e instanceof uc||(e=cc(e));var t=e.r/255,n=e.g/255,r=e.b/255,i=(Qc*r+Xc*t-Zc*n)/(Qc+Xc-Zc),a=r-i,o=(Yc*(n-i)-qc*a)/Jc,s=Math.sqrt(o*o+a*a)/(Yc*i*(1-i)),c=s?Math.atan2(o,a)*Tc-120:NaN;return new tl(c<0?c+360:c,s,i,e.opacity)}function el(e,t,n,r){return arguments.length===1?$c(e):new tl(e,t,n,r??1)}function tl(e,t,n,r){this.h=+e,this.s=+t,this.l=+n,this.opacity=+r}zs(tl,el,Bs(Vs,{brighter(e){return e=e==null?Us:Us**+e,new tl(this.h,this.s,this.l*e,this.opacity)},darker(e){return e=e==null?Hs:Hs**+e,new tl(this.h,this.s,this.l*e,this.opacity)},rgb(){var e=isNaN(this.h)?0:(this.h+120)*wc,t=+this.l,n=isNaN(this.s)?0:this.s*t*(1-t),r=Math.cos(e),i=Math.sin(e);return new uc(255*(t+n*(Gc*r+Kc*i)),255*(t+n*(qc*r+Jc*i)),255*(t+Yc*r*n),this.opacity)}}));var nl=e=>()=>e;function rl(e,t){return function(n){return e+n*t}}function il(e,t,n){return e**=+n,t=t**+n-e,n=1/n,function(r){return(e+r*t)**+n}}function al(e,t){var n=t-e;return n?rl(e,n>180||n<-180?n-360*Math.round(n/360):n):nl(isNaN(e)?t:e)}function ol(e){return(e=+e)==1?sl:function(t,n){return n-t?il(t,n,e):nl(isNaN(t)?n:t)}}function sl(e,t){var n=t-e;return n?rl(e,n):nl(isNaN(e)?t:e)}var cl=(function e(t){var n=ol(t);function r(e,t){var r=n((e=lc(e)).r,(t=lc(t)).r),i=n(e.g,t.g),a=n(e.b,t.b),o=sl(e.opacity,t.opacity);return function(t){return e.r=r(t),e.g=i(t),e.b=a(t),e.opacity=o(t),e+``}}return r.gamma=e,r})(1);function ll(e,t){t||=[];var n=e?Math.min(t.length,e.length):0,r=t.slice(),i;return function(a){for(i=0;i<n;++i)r[i]=e[i]*(1-a)+t[i]*a;return r}}function ul(e){return ArrayBuffer.isView(e)&&!(e instanceof DataView)}function dl(e,t){for(var n=t?t.length:0,r=e?Math.min(n,e.length):0,i=Array(r),a=Array(n),o=0;o<r;++o)i[o]=bl(e[o],t[o]);for(;o<n;++o)a[o]=t[o];return function(e){for(o=0;o<r;++o)a[o]=i[o](e);return a}}function fl(e,t){var n=new Date;return e=+e,t=+t,function(r){return n.setTime(e*(1-r)+t*r),n}}function pl(e,t){return e=+e,t=+t,function(n){return e*(1-n)+t*n}}function ml(e,t){var n={},r={},i;for(i in typeof e==`object`&&e||(e={}),typeof t==`object`&&t||(t={}),t)i in e?n[i]=bl(e[i],t[i]):r[i]=t[i];return function(e){for(i in n)r[i]=n[i](e);return r}}var hl=/[-+]?(?:\d+\.?\d*|\.?\d+)(?:[eE][-+]?\d+)?/g,gl=new RegExp(hl.source,`g`);function _l(e){return function(){return e}}function vl(e){return function(t){return e(t)+``}}function yl(e,t){var n=hl.lastIndex=gl.lastIndex=0,r,i,a,o=-1,s=[],c=[];for(e+=``,t+=``;(r=hl.exec(e))&&(i=gl.exec(t));)(a=i.index)>n&&(a=t.slice(n,a),s[o]?s[o]+=a:s[++o]=a),(r=r[0])===(i=i[0])?s[o]?s[o]+=i:s[++o]=i:(s[++o]=null,c.push({i:o,x:pl(r,i)})),n=gl.lastIndex;return n<t.length&&(a=t.slice(n),s[o]?s[o]+=a:s[++o]=a),s.length<2?c[0]?vl(c[0].x):_l(t):(t=c.length,function(e){for(var n=0,r;n<t;++n)s[(r=c[n]).i]=r.x(e);return s.join(``)})}function bl(e,t){var n=typeof t,r;return t==null||n===`boolean`?nl(t):(n===`number`?pl:n===`string`?(r=ac(t))?(t=r,cl):yl:t instanceof ac?cl:t instanceof Date?fl:ul(t)?ll:Array.isArray(t)?dl:typeof t.valueOf!=`function`&&typeof t.toString!=`function`||isNaN(t)?ml:pl)(e,t)}function xl(e,t){return e=+e,t=+t,function(n){return Math.round(e*(1-n)+t*n)}}var Sl=1e-12;function Cl(e){return((e=Math.exp(e))+1/e)/2}function wl(e){return((e=Math.exp(e))-1/e)/2}function Tl(e){return((e=Math.exp(2*e))-1)/(e+1)}(function e(t,n,r){function i(e,i){var a=e[0],o=e[1],s=e[2],c=i[0],l=i[1],u=i[2],d=c-a,f=l-o,p=d*d+f*f,m,h;if(p<Sl)h=Math.log(u/s)/t,m=function(e){return[a+e*d,o+e*f,s*Math.exp(t*e*h)]};else{var g=Math.sqrt(p),_=(u*u-s*s+r*p)/(2*s*n*g),v=(u*u-s*s-r*p)/(2*u*n*g),y=Math.log(Math.sqrt(_*_+1)-_);h=(Math.log(Math.sqrt(v*v+1)-v)-y)/t,m=function(e){var r=e*h,i=Cl(y),c=s/(n*g)*(i*Tl(t*r+y)-wl(y));return[a+c*d,o+c*f,s*i/Cl(t*r+y)]}}return m.duration=Math.abs(h)*1e3*t/Math.SQRT2,m}return i.rho=function(t){var n=Math.max(.001,+t),r=n*n;return e(n,r,r*r)},i})(Math.SQRT2,2,4);function El(e){return(function t(n){n=+n;function r(t,r){var i=e((t=el(t)).h,(r=el(r)).h),a=sl(t.s,r.s),o=sl(t.l,r.l),s=sl(t.opacity,r.opacity);return function(e){return t.h=i(e),t.s=a(e),t.l=o(e**+n),t.opacity=s(e),t+``}}return r.gamma=t,r})(1)}El(al),El(sl);function Dl(e){return Math.abs(e=Math.round(e))>=1e21?e.toLocaleString(`en`).replace(/,/g,``):e.toString(10)}function Ol(e,t){if(!isFinite(e)||e===0)return null;var n=(e=t?e.toExponential(t-1):e.toExponential()).indexOf(`e`),r=e.slice(0,n);return[r.length>1?r[0]+r.slice(2):r,+e.slice(n+1)]}function kl(e){return e=Ol(Math.abs(e)),e?e[1]:NaN}function Al(e,t){return function(n,r){for(var i=n.length,a=[],o=0,s=e[0],c=0;i>0&&s>0&&(c+s+1>r&&(s=Math.max(1,r-c)),a.push(n.substring(i-=s,i+s)),!((c+=s+1)>r));)s=e[o=(o+1)%e.length];return a.reverse().join(t)}}function jl(e){return function(t){return t.replace(/[0-9]/g,function(t){return e[+t]})}}var Ml=/^(?:(.)?([<>=^]))?([+\-( ])?([$#])?(0)?(\d+)?(,)?(\.\d+)?(~)?([a-z%])?$/i;function Nl(e){if(!(t=Ml.exec(e)))throw Error(`invalid format: `+e);var t;return new Pl({fill:t[1],align:t[2],sign:t[3],symbol:t[4],zero:t[5],width:t[6],comma:t[7],precision:t[8]&&t[8].slice(1),trim:t[9],type:t[10]})}Nl.prototype=Pl.prototype;function Pl(e){this.fill=e.fill===void 0?` `:e.fill+``,this.align=e.align===void 0?`>`:e.align+``,this.sign=e.sign===void 0?`-`:e.sign+``,this.symbol=e.symbol===void 0?``:e.symbol+``,this.zero=!!e.zero,this.width=e.width===void 0?void 0:+e.width,this.comma=!!e.comma,this.precision=e.precision===void 0?void 0:+e.precision,this.trim=!!e.trim,this.type=e.type===void 0?``:e.type+``}Pl.prototype.toString=function(){return this.fill+this.align+this.sign+this.symbol+(this.zero?`0`:``)+(this.width===void 0?``:Math.max(1,this.width|0))+(this.comma?`,`:``)+(this.precision===void 0?``:`.`+Math.max(0,this.precision|0))+(this.trim?`~`:``)+this.type};function Fl(e){out:for(var t=e.length,n=1,r=-1,i;n<t;++n)switch(e[n]){case`.`:r=i=n;break;case`0`:r===0&&(r=n),i=n;break;default:if(!+e[n])break out;r>0&&(r=0)}return r>0?e.slice(0,r)+e.slice(i+1):e}var Il;function Ll(e,t){var n=Ol(e,t);if(!n)return Il=void 0,e.toPrecision(t);var r=n[0],i=n[1],a=i-(Il=Math.max(-8,Math.min(8,Math.floor(i/3)))*3)+1,o=r.length;return a===o?r:a>o?r+Array(a-o+1).join(`0`):a>0?r.slice(0,a)+`.`+r.slice(a):`0.`+Array(1-a).join(`0`)+Ol(e,Math.max(0,t+a-1))[0]}function Rl(e,t){var n=Ol(e,t);if(!n)return e+``;var r=n[0],i=n[1];return i<0?`0.`+Array(-i).join(`0`)+r:r.length>i+1?r.slice(0,i+1)+`.`+r.slice(i+1):r+Array(i-r.length+2).join(`0`)}var zl={"%":(e,t)=>(e*100).toFixed(t),b:e=>Math.round(e).toString(2),c:e=>e+``,d:Dl,e:(e,t)=>e.toExponential(t),f:(e,t)=>e.toFixed(t),g:(e,t)=>e.toPrecision(t),o:e=>Math.round(e).toString(8),p:(e,t)=>Rl(e*100,t),r:Rl,s:Ll,X:e=>Math.round(e).toString(16).toUpperCase(),x:e=>Math.round(e).toString(16)};function Bl(e){return e}var Vl=Array.prototype.map,Hl=[`y`,`z`,`a`,`f`,`p`,`n`,`µ`,`m`,``,`k`,`M`,`G`,`T`,`P`,`E`,`Z`,`Y`];function Ul(e){var t=e.grouping===void 0||e.thousands===void 0?Bl:Al(Vl.call(e.grouping,Number),e.thousands+``),n=e.currency===void 0?``:e.currency[0]+``,r=e.currency===void 0?``:e.currency[1]+``,i=e.decimal===void 0?`.`:e.decimal+``,a=e.numerals===void 0?Bl:jl(Vl.call(e.numerals,String)),o=e.percent===void 0?`%`:e.percent+``,s=e.minus===void 0?`−`:e.minus+``,c=e.nan===void 0?`NaN`:e.nan+``;function l(e,l){e=Nl(e);var u=e.fill,d=e.align,f=e.sign,p=e.symbol,m=e.zero,h=e.width,g=e.comma,_=e.precision,v=e.trim,y=e.type;y===`n`?(g=!0,y=`g`):zl[y]||(_===void 0&&(_=12),v=!0,y=`g`),(m||u===`0`&&d===`=`)&&(m=!0,u=`0`,d=`=`);var b=(l&&l.prefix!==void 0?l.prefix:``)+(p===`$`?n:p===`#`&&/[boxX]/.test(y)?`0`+y.toLowerCase():``),x=(p===`$`?r:/[%p]/.test(y)?o:``)+(l&&l.suffix!==void 0?l.suffix:``),S=zl[y],C=/[defgprs%]/.test(y);_=_===void 0?6:/[gprs]/.test(y)?Math.max(1,Math.min(21,_)):Math.max(0,Math.min(20,_));function w(e){var n=b,r=x,o,l,p;if(y===`c`)r=S(e)+r,e=``;else{e=+e;var w=e<0||1/e<0;if(e=isNaN(e)?c:S(Math.abs(e),_),v&&(e=Fl(e)),w&&+e==0&&f!==`+`&&(w=!1),n=(w?f===`(`?f:s:f===`-`||f===`(`?``:f)+n,r=(y===`s`&&!isNaN(e)&&Il!==void 0?Hl[8+Il/3]:``)+r+(w&&f===`(`?`)`:``),C){for(o=-1,l=e.length;++o<l;)if(p=e.charCodeAt(o),48>p||p>57){r=(p===46?i+e.slice(o+1):e.slice(o))+r,e=e.slice(0,o);break}}}g&&!m&&(e=t(e,1/0));var T=n.length+e.length+r.length,ee=T<h?Array(h-T+1).join(u):``;switch(g&&m&&(e=t(ee+e,ee.length?h-r.length:1/0),ee=``),d){case`<`:e=n+e+r+ee;break;case`=`:e=n+ee+e+r;break;case`^`:e=ee.slice(0,T=ee.length>>1)+n+e+r+ee.slice(T);break;default:e=ee+n+e+r}return a(e)}return w.toString=function(){return e+``},w}function u(e,t){var n=Math.max(-8,Math.min(8,Math.floor(kl(t)/3)))*3,r=10**-n,i=l((e=Nl(e),e.type=`f`,e),{suffix:Hl[8+n/3]});return function(e){return i(r*e)}}return{format:l,formatPrefix:u}}var Wl,Gl,Kl;ql({thousands:`,`,grouping:[3],currency:[`$`,``]});function ql(e){return Wl=Ul(e),Gl=Wl.format,Kl=Wl.formatPrefix,Wl}function Jl(e){return Math.max(0,-kl(Math.abs(e)))}function Yl(e,t){return Math.max(0,Math.max(-8,Math.min(8,Math.floor(kl(t)/3)))*3-kl(Math.abs(e)))}function Xl(e,t){return e=Math.abs(e),t=Math.abs(t)-e,Math.max(0,kl(t)-kl(e))+1}var Zl=new Date,Ql=new Date;function $l(e,t,n,r){function i(t){return e(t=arguments.length===0?new Date:new Date(+t)),t}return i.floor=t=>(e(t=new Date(+t)),t),i.ceil=n=>(e(n=new Date(n-1)),t(n,1),e(n),n),i.round=e=>{let t=i(e),n=i.ceil(e);return e-t<n-e?t:n},i.offset=(e,n)=>(t(e=new Date(+e),n==null?1:Math.floor(n)),e),i.range=(n,r,a)=>{let o=[];if(n=i.ceil(n),a=a==null?1:Math.floor(a),!(n<r)||!(a>0))return o;let s;do o.push(s=new Date(+n)),t(n,a),e(n);while(s<n&&n<r);return o},i.filter=n=>$l(t=>{if(t>=t)for(;e(t),!n(t);)t.setTime(t-1)},(e,r)=>{if(e>=e){if(r<0)for(;++r<=0;)for(;t(e,-1),!n(e););else for(;--r>=0;)for(;t(e,1),!n(e););}}),n&&(i.count=(t,r)=>(Zl.setTime(+t),Ql.setTime(+r),e(Zl),e(Ql),Math.floor(n(Zl,Ql))),i.every=e=>(e=Math.floor(e),!isFinite(e)||!(e>0)?null:e>1?i.filter(r?t=>r(t)%e===0:t=>i.count(0,t)%e===0):i)),i}var eu=$l(()=>{},(e,t)=>{e.setTime(+e+t)},(e,t)=>t-e);eu.every=e=>(e=Math.floor(e),!isFinite(e)||!(e>0)?null:e>1?$l(t=>{t.setTime(Math.floor(t/e)*e)},(t,n)=>{t.setTime(+t+n*e)},(t,n)=>(n-t)/e):eu),eu.range;var tu=1e3,nu=tu*60,ru=nu*60,iu=ru*24,au=iu*7,ou=iu*30,su=iu*365,cu=$l(e=>{e.setTime(e-e.getMilliseconds())},(e,t)=>{e.setTime(+e+t*tu)},(e,t)=>(t-e)/tu,e=>e.getUTCSeconds());cu.range;var lu=$l(e=>{e.setTime(e-e.getMilliseconds()-e.getSeconds()*tu)},(e,t)=>{e.setTime(+e+t*nu)},(e,t)=>(t-e)/nu,e=>e.getMinutes());lu.range;var uu=$l(e=>{e.setUTCSeconds(0,0)},(e,t)=>{e.setTime(+e+t*nu)},(e,t)=>(t-e)/nu,e=>e.getUTCMinutes());uu.range;var du=$l(e=>{e.setTime(e-e.getMilliseconds()-e.getSeconds()*tu-e.getMinutes()*nu)},(e,t)=>{e.setTime(+e+t*ru)},(e,t)=>(t-e)/ru,e=>e.getHours());du.range;var fu=$l(e=>{e.setUTCMinutes(0,0,0)},(e,t)=>{e.setTime(+e+t*ru)},(e,t)=>(t-e)/ru,e=>e.getUTCHours());fu.range;var pu=$l(e=>e.setHours(0,0,0,0),(e,t)=>e.setDate(e.getDate()+t),(e,t)=>(t-e-(t.getTimezoneOffset()-e.getTimezoneOffset())*nu)/iu,e=>e.getDate()-1);pu.range;var mu=$l(e=>{e.setUTCHours(0,0,0,0)},(e,t)=>{e.setUTCDate(e.getUTCDate()+t)},(e,t)=>(t-e)/iu,e=>e.getUTCDate()-1);mu.range;var hu=$l(e=>{e.setUTCHours(0,0,0,0)},(e,t)=>{e.setUTCDate(e.getUTCDate()+t)},(e,t)=>(t-e)/iu,e=>Math.floor(e/iu));hu.range;function gu(e){return $l(t=>{t.setDate(t.getDate()-(t.getDay()+7-e)%7),t.setHours(0,0,0,0)},(e,t)=>{e.setDate(e.getDate()+t*7)},(e,t)=>(t-e-(t.getTimezoneOffset()-e.getTimezoneOffset())*nu)/au)}var _u=gu(0),vu=gu(1),yu=gu(2),bu=gu(3),xu=gu(4),Su=gu(5),Cu=gu(6);_u.range,vu.range,yu.range,bu.range,xu.range,Su.range,Cu.range;function wu(e){return $l(t=>{t.setUTCDate(t.getUTCDate()-(t.getUTCDay()+7-e)%7),t.setUTCHours(0,0,0,0)},(e,t)=>{e.setUTCDate(e.getUTCDate()+t*7)},(e,t)=>(t-e)/au)}var Tu=wu(0),Eu=wu(1),Du=wu(2),Ou=wu(3),ku=wu(4),Au=wu(5),ju=wu(6);Tu.range,Eu.range,Du.range,Ou.range,ku.range,Au.range,ju.range;var Mu=$l(e=>{e.setDate(1),e.setHours(0,0,0,0)},(e,t)=>{e.setMonth(e.getMonth()+t)},(e,t)=>t.getMonth()-e.getMonth()+(t.getFullYear()-e.getFullYear())*12,e=>e.getMonth());Mu.range;var Nu=$l(e=>{e.setUTCDate(1),e.setUTCHours(0,0,0,0)},(e,t)=>{e.setUTCMonth(e.getUTCMonth()+t)},(e,t)=>t.getUTCMonth()-e.getUTCMonth()+(t.getUTCFullYear()-e.getUTCFullYear())*12,e=>e.getUTCMonth());Nu.range;var Pu=$l(e=>{e.setMonth(0,1),e.setHours(0,0,0,0)},(e,t)=>{e.setFullYear(e.getFullYear()+t)},(e,t)=>t.getFullYear()-e.getFullYear(),e=>e.getFullYear());Pu.every=e=>!isFinite(e=Math.floor(e))||!(e>0)?null:$l(t=>{t.setFullYear(Math.floor(t.getFullYear()/e)*e),t.setMonth(0,1),t.setHours(0,0,0,0)},(t,n)=>{t.setFullYear(t.getFullYear()+n*e)}),Pu.range;var Fu=$l(e=>{e.setUTCMonth(0,1),e.setUTCHours(0,0,0,0)},(e,t)=>{e.setUTCFullYear(e.getUTCFullYear()+t)},(e,t)=>t.getUTCFullYear()-e.getUTCFullYear(),e=>e.getUTCFullYear());Fu.every=e=>!isFinite(e=Math.floor(e))||!(e>0)?null:$l(t=>{t.setUTCFullYear(Math.floor(t.getUTCFullYear()/e)*e),t.setUTCMonth(0,1),t.setUTCHours(0,0,0,0)},(t,n)=>{t.setUTCFullYear(t.getUTCFullYear()+n*e)}),Fu.range;function Iu(e,t,n,r,i,a){let o=[[cu,1,tu],[cu,5,5*tu],[cu,15,15*tu],[cu,30,30*tu],[a,1,nu],[a,5,5*nu],[a,15,15*nu],[a,30,30*nu],[i,1,ru],[i,3,3*ru],[i,6,6*ru],[i,12,12*ru],[r,1,iu],[r,2,2*iu],[n,1,au],[t,1,ou],[t,3,3*ou],[e,1,su]];function s(e,t,n){let r=t<e;r&&([e,t]=[t,e]);let i=n&&typeof n.range==`function`?n:c(e,t,n),a=i?i.range(e,+t+1):[];return r?a.reverse():a}function c(t,n,r){let i=Math.abs(n-t)/r,a=Ds(([,,e])=>e).right(o,i);if(a===o.length)return e.every(Rs(t/su,n/su,r));if(a===0)return eu.every(Math.max(Rs(t,n,r),1));let[s,c]=o[i/o[a-1][2]<o[a][2]/i?a-1:a];return s.every(c)}return[s,c]}var[Lu,Ru]=Iu(Fu,Nu,Tu,hu,fu,uu),[zu,Bu]=Iu(Pu,Mu,_u,pu,du,lu);function Vu(e){if(0<=e.y&&e.y<100){var t=new Date(-1,e.m,e.d,e.H,e.M,e.S,e.L);return t.setFullYear(e.y),t}return new Date(e.y,e.m,e.d,e.H,e.M,e.S,e.L)}function Hu(e){if(0<=e.y&&e.y<100){var t=new Date(Date.UTC(-1,e.m,e.d,e.H,e.M,e.S,e.L));return t.setUTCFullYear(e.y),t}return new Date(Date.UTC(e.y,e.m,e.d,e.H,e.M,e.S,e.L))}function Uu(e,t,n){return{y:e,m:t,d:n,H:0,M:0,S:0,L:0}}function Wu(e){var t=e.dateTime,n=e.date,r=e.time,i=e.periods,a=e.days,o=e.shortDays,s=e.months,c=e.shortMonths,l=Zu(i),u=Qu(i),d=Zu(a),f=Qu(a),p=Zu(o),m=Qu(o),h=Zu(s),g=Qu(s),_=Zu(c),v=Qu(c),y={a:se,A:ce,b:le,B:ue,c:null,d:yd,e:yd,f:wd,g:Fd,G:Ld,H:bd,I:xd,j:Sd,L:Cd,m:Td,M:Ed,p:de,q:fe,Q:sf,s:cf,S:Dd,u:Od,U:kd,V:jd,w:Md,W:Nd,x:null,X:null,y:Pd,Y:Id,Z:Rd,"%":of},b={a:pe,A:me,b:he,B:ge,c:null,d:zd,e:zd,f:Wd,g:tf,G:rf,H:Bd,I:Vd,j:Hd,L:Ud,m:Gd,M:Kd,p:_e,q:ve,Q:sf,s:cf,S:qd,u:Jd,U:Yd,V:Zd,w:Qd,W:$d,x:null,X:null,y:ef,Y:nf,Z:af,"%":of},x={a:ee,A:te,b:ne,B:re,c:ie,d:ld,e:ld,f:hd,g:ad,G:id,H:dd,I:dd,j:ud,L:md,m:cd,M:fd,p:T,q:sd,Q:_d,s:vd,S:pd,u:ed,U:td,V:nd,w:$u,W:rd,x:ae,X:oe,y:ad,Y:id,Z:od,"%":gd};y.x=S(n,y),y.X=S(r,y),y.c=S(t,y),b.x=S(n,b),b.X=S(r,b),b.c=S(t,b);function S(e,t){return function(n){var r=[],i=-1,a=0,o=e.length,s,c,l;for(n instanceof Date||(n=new Date(+n));++i<o;)e.charCodeAt(i)===37&&(r.push(e.slice(a,i)),(c=Gu[s=e.charAt(++i)])==null?c=s===`e`?` `:`0`:s=e.charAt(++i),(l=t[s])&&(s=l(n,c)),r.push(s),a=i+1);return r.push(e.slice(a,i)),r.join(``)}}function C(e,t){return function(n){var r=Uu(1900,void 0,1),i=w(r,e,n+=``,0),a,o;if(i!=n.length)return null;if(`Q`in r)return new Date(r.Q);if(`s`in r)return new Date(r.s*1e3+(`L`in r?r.L:0));if(t&&!(`Z`in r)&&(r.Z=0),`p`in r&&(r.H=r.H%12+r.p*12),r.m===void 0&&(r.m=`q`in r?r.q:0),`V`in r){if(r.V<1||r.V>53)return null;`w`in r||(r.w=1),`Z`in r?(a=Hu(Uu(r.y,0,1)),o=a.getUTCDay(),a=o>4||o===0?Eu.ceil(a):Eu(a),a=mu.offset(a,(r.V-1)*7),r.y=a.getUTCFullYear(),r.m=a.getUTCMonth(),r.d=a.getUTCDate()+(r.w+6)%7):(a=Vu(Uu(r.y,0,1)),o=a.getDay(),a=o>4||o===0?vu.ceil(a):vu(a),a=pu.offset(a,(r.V-1)*7),r.y=a.getFullYear(),r.m=a.getMonth(),r.d=a.getDate()+(r.w+6)%7)}else(`W`in r||`U`in r)&&(`w`in r||(r.w=`u`in r?r.u%7:+(`W`in r)),o=`Z`in r?Hu(Uu(r.y,0,1)).getUTCDay():Vu(Uu(r.y,0,1)).getDay(),r.m=0,r.d=`W`in r?(r.w+6)%7+r.W*7-(o+5)%7:r.w+r.U*7-(o+6)%7);return`Z`in r?(r.H+=r.Z/100|0,r.M+=r.Z%100,Hu(r)):Vu(r)}}function w(e,t,n,r){for(var i=0,a=t.length,o=n.length,s,c;i<a;){if(r>=o)return-1;if(s=t.charCodeAt(i++),s===37){if(s=t.charAt(i++),c=x[s in Gu?t.charAt(i++):s],!c||(r=c(e,n,r))<0)return-1}else if(s!=n.charCodeAt(r++))return-1}return r}function T(e,t,n){var r=l.exec(t.slice(n));return r?(e.p=u.get(r[0].toLowerCase()),n+r[0].length):-1}function ee(e,t,n){var r=p.exec(t.slice(n));return r?(e.w=m.get(r[0].toLowerCase()),n+r[0].length):-1}function te(e,t,n){var r=d.exec(t.slice(n));return r?(e.w=f.get(r[0].toLowerCase()),n+r[0].length):-1}function ne(e,t,n){var r=_.exec(t.slice(n));return r?(e.m=v.get(r[0].toLowerCase()),n+r[0].length):-1}function re(e,t,n){var r=h.exec(t.slice(n));return r?(e.m=g.get(r[0].toLowerCase()),n+r[0].length):-1}function ie(e,n,r){return w(e,t,n,r)}function ae(e,t,r){return w(e,n,t,r)}function oe(e,t,n){return w(e,r,t,n)}function se(e){return o[e.getDay()]}function ce(e){return a[e.getDay()]}function le(e){return c[e.getMonth()]}function ue(e){return s[e.getMonth()]}function de(e){return i[+(e.getHours()>=12)]}function fe(e){return 1+~~(e.getMonth()/3)}function pe(e){return o[e.getUTCDay()]}function me(e){return a[e.getUTCDay()]}function he(e){return c[e.getUTCMonth()]}function ge(e){return s[e.getUTCMonth()]}function _e(e){return i[+(e.getUTCHours()>=12)]}function ve(e){return 1+~~(e.getUTCMonth()/3)}return{format:function(e){var t=S(e+=``,y);return t.toString=function(){return e},t},parse:function(e){var t=C(e+=``,!1);return t.toString=function(){return e},t},utcFormat:function(e){var t=S(e+=``,b);return t.toString=function(){return e},t},utcParse:function(e){var t=C(e+=``,!0);return t.toString=function(){return e},t}}}var Gu={"-":``,_:` `,0:`0`},Ku=/^\s*\d+/,qu=/^%/,Ju=/[\\^$*+?|[\]().{}]/g;function Yu(e,t,n){var r=e<0?`-`:``,i=(r?-e:e)+``,a=i.length;return r+(a<n?Array(n-a+1).join(t)+i:i)}function Xu(e){return e.replace(Ju,`\\$&`)}function Zu(e){return RegExp(`^(?:`+e.map(Xu).join(`|`)+`)`,`i`)}function Qu(e){return new Map(e.map((e,t)=>[e.toLowerCase(),t]))}function $u(e,t,n){var r=Ku.exec(t.slice(n,n+1));return r?(e.w=+r[0],n+r[0].length):-1}function ed(e,t,n){var r=Ku.exec(t.slice(n,n+1));return r?(e.u=+r[0],n+r[0].length):-1}function td(e,t,n){var r=Ku.exec(t.slice(n,n+2));return r?(e.U=+r[0],n+r[0].length):-1}function nd(e,t,n){var r=Ku.exec(t.slice(n,n+2));return r?(e.V=+r[0],n+r[0].length):-1}function rd(e,t,n){var r=Ku.exec(t.slice(n,n+2));return r?(e.W=+r[0],n+r[0].length):-1}function id(e,t,n){var r=Ku.exec(t.slice(n,n+4));return r?(e.y=+r[0],n+r[0].length):-1}function ad(e,t,n){var r=Ku.exec(t.slice(n,n+2));return r?(e.y=+r[0]+(+r[0]>68?1900:2e3),n+r[0].length):-1}function od(e,t,n){var r=/^(Z)|([+-]\d\d)(?::?(\d\d))?/.exec(t.slice(n,n+6));return r?(e.Z=r[1]?0:-(r[2]+(r[3]||`00`)),n+r[0].length):-1}function sd(e,t,n){var r=Ku.exec(t.slice(n,n+1));return r?(e.q=r[0]*3-3,n+r[0].length):-1}function cd(e,t,n){var r=Ku.exec(t.slice(n,n+2));return r?(e.m=r[0]-1,n+r[0].length):-1}function ld(e,t,n){var r=Ku.exec(t.slice(n,n+2));return r?(e.d=+r[0],n+r[0].length):-1}function ud(e,t,n){var r=Ku.exec(t.slice(n,n+3));return r?(e.m=0,e.d=+r[0],n+r[0].length):-1}function dd(e,t,n){var r=Ku.exec(t.slice(n,n+2));return r?(e.H=+r[0],n+r[0].length):-1}function fd(e,t,n){var r=Ku.exec(t.slice(n,n+2));return r?(e.M=+r[0],n+r[0].length):-1}function pd(e,t,n){var r=Ku.exec(t.slice(n,n+2));return r?(e.S=+r[0],n+r[0].length):-1}function md(e,t,n){var r=Ku.exec(t.slice(n,n+3));return r?(e.L=+r[0],n+r[0].length):-1}function hd(e,t,n){var r=Ku.exec(t.slice(n,n+6));return r?(e.L=Math.floor(r[0]/1e3),n+r[0].length):-1}function gd(e,t,n){var r=qu.exec(t.slice(n,n+1));return r?n+r[0].length:-1}function _d(e,t,n){var r=Ku.exec(t.slice(n));return r?(e.Q=+r[0],n+r[0].length):-1}function vd(e,t,n){var r=Ku.exec(t.slice(n));return r?(e.s=+r[0],n+r[0].length):-1}function yd(e,t){return Yu(e.getDate(),t,2)}function bd(e,t){return Yu(e.getHours(),t,2)}function xd(e,t){return Yu(e.getHours()%12||12,t,2)}function Sd(e,t){return Yu(1+pu.count(Pu(e),e),t,3)}function Cd(e,t){return Yu(e.getMilliseconds(),t,3)}function wd(e,t){return Cd(e,t)+`000`}function Td(e,t){return Yu(e.getMonth()+1,t,2)}function Ed(e,t){return Yu(e.getMinutes(),t,2)}function Dd(e,t){return Yu(e.getSeconds(),t,2)}function Od(e){var t=e.getDay();return t===0?7:t}function kd(e,t){return Yu(_u.count(Pu(e)-1,e),t,2)}function Ad(e){var t=e.getDay();return t>=4||t===0?xu(e):xu.ceil(e)}function jd(e,t){return e=Ad(e),Yu(xu.count(Pu(e),e)+(Pu(e).getDay()===4),t,2)}function Md(e){return e.getDay()}function Nd(e,t){return Yu(vu.count(Pu(e)-1,e),t,2)}function Pd(e,t){return Yu(e.getFullYear()%100,t,2)}function Fd(e,t){return e=Ad(e),Yu(e.getFullYear()%100,t,2)}function Id(e,t){return Yu(e.getFullYear()%1e4,t,4)}function Ld(e,t){var n=e.getDay();return e=n>=4||n===0?xu(e):xu.ceil(e),Yu(e.getFullYear()%1e4,t,4)}function Rd(e){var t=e.getTimezoneOffset();return(t>0?`-`:(t*=-1,`+`))+Yu(t/60|0,`0`,2)+Yu(t%60,`0`,2)}function zd(e,t){return Yu(e.getUTCDate(),t,2)}function Bd(e,t){return Yu(e.getUTCHours(),t,2)}function Vd(e,t){return Yu(e.getUTCHours()%12||12,t,2)}function Hd(e,t){return Yu(1+mu.count(Fu(e),e),t,3)}function Ud(e,t){return Yu(e.getUTCMilliseconds(),t,3)}function Wd(e,t){return Ud(e,t)+`000`}function Gd(e,t){return Yu(e.getUTCMonth()+1,t,2)}function Kd(e,t){return Yu(e.getUTCMinutes(),t,2)}function qd(e,t){return Yu(e.getUTCSeconds(),t,2)}function Jd(e){var t=e.getUTCDay();return t===0?7:t}function Yd(e,t){return Yu(Tu.count(Fu(e)-1,e),t,2)}function Xd(e){var t=e.getUTCDay();return t>=4||t===0?ku(e):ku.ceil(e)}function Zd(e,t){return e=Xd(e),Yu(ku.count(Fu(e),e)+(Fu(e).getUTCDay()===4),t,2)}function Qd(e){return e.getUTCDay()}function $d(e,t){return Yu(Eu.count(Fu(e)-1,e),t,2)}function ef(e,t){return Yu(e.getUTCFullYear()%100,t,2)}function tf(e,t){return e=Xd(e),Yu(e.getUTCFullYear()%100,t,2)}function nf(e,t){return Yu(e.getUTCFullYear()%1e4,t,4)}function rf(e,t){var n=e.getUTCDay();return e=n>=4||n===0?ku(e):ku.ceil(e),Yu(e.getUTCFullYear()%1e4,t,4)}function af(){return`+0000`}function of(){return`%`}function sf(e){return+e}function cf(e){return Math.floor(e/1e3)}var lf,uf,df;ff({dateTime:`%x, %X`,date:`%-m/%-d/%Y`,time:`%-I:%M:%S %p`,periods:[`AM`,`PM`],days:[`Sunday`,`Monday`,`Tuesday`,`Wednesday`,`Thursday`,`Friday`,`Saturday`],shortDays:[`Sun`,`Mon`,`Tue`,`Wed`,`Thu`,`Fri`,`Sat`],months:[`January`,`February`,`March`,`April`,`May`,`June`,`July`,`August`,`September`,`October`,`November`,`December`],shortMonths:[`Jan`,`Feb`,`Mar`,`Apr`,`May`,`Jun`,`Jul`,`Aug`,`Sep`,`Oct`,`Nov`,`Dec`]});function ff(e){return lf=Wu(e),lf.format,lf.parse,uf=lf.utcFormat,df=lf.utcParse,lf}var pf=`%Y-%m-%dT%H:%M:%S.%LZ`;Date.prototype.toISOString||uf(pf),+new Date(`2000-01-01T00:00:00.000Z`)||df(pf);function mf(e,t){switch(arguments.length){case 0:break;case 1:this.range(e);break;default:this.range(t).domain(e)}return this}function hf(e){return function(){return e}}function gf(e){return+e}var _f=[0,1];function vf(e){return e}function yf(e,t){return(t-=e=+e)?function(n){return(n-e)/t}:hf(isNaN(t)?NaN:.5)}function bf(e,t){var n;return e>t&&(n=e,e=t,t=n),function(n){return Math.max(e,Math.min(t,n))}}function xf(e,t,n){var r=e[0],i=e[1],a=t[0],o=t[1];return i<r?(r=yf(i,r),a=n(o,a)):(r=yf(r,i),a=n(a,o)),function(e){return a(r(e))}}function Sf(e,t,n){var r=Math.min(e.length,t.length)-1,i=Array(r),a=Array(r),o=-1;for(e[r]<e[0]&&(e=e.slice().reverse(),t=t.slice().reverse());++o<r;)i[o]=yf(e[o],e[o+1]),a[o]=n(t[o],t[o+1]);return function(t){var n=js(e,t,1,r)-1;return a[n](i[n](t))}}function Cf(e,t){return t.domain(e.domain()).range(e.range()).interpolate(e.interpolate()).clamp(e.clamp()).unknown(e.unknown())}function wf(){var e=_f,t=_f,n=bl,r,i,a,o=vf,s,c,l;function u(){var n=Math.min(e.length,t.length);return o!==vf&&(o=bf(e[0],e[n-1])),s=n>2?Sf:xf,c=l=null,d}function d(i){return i==null||isNaN(i=+i)?a:(c||=s(e.map(r),t,n))(r(o(i)))}return d.invert=function(n){return o(i((l||=s(t,e.map(r),pl))(n)))},d.domain=function(t){return arguments.length?(e=Array.from(t,gf),u()):e.slice()},d.range=function(e){return arguments.length?(t=Array.from(e),u()):t.slice()},d.rangeRound=function(e){return t=Array.from(e),n=xl,u()},d.clamp=function(e){return arguments.length?(o=e?!0:vf,u()):o!==vf},d.interpolate=function(e){return arguments.length?(n=e,u()):n},d.unknown=function(e){return arguments.length?(a=e,d):a},function(e,t){return r=e,i=t,u()}}function Tf(){return wf()(vf,vf)}function Ef(e,t,n,r){var i=Rs(e,t,n),a;switch(r=Nl(r??`,f`),r.type){case`s`:var o=Math.max(Math.abs(e),Math.abs(t));return r.precision==null&&!isNaN(a=Yl(i,o))&&(r.precision=a),Kl(r,o);case``:case`e`:case`g`:case`p`:case`r`:r.precision==null&&!isNaN(a=Xl(i,Math.max(Math.abs(e),Math.abs(t))))&&(r.precision=a-(r.type===`e`));break;case`f`:case`%`:r.precision==null&&!isNaN(a=Jl(i))&&(r.precision=a-(r.type===`%`)*2)}return Gl(r)}function Df(e){var t=e.domain;return e.ticks=function(e){var n=t();return Is(n[0],n[n.length-1],e??10)},e.tickFormat=function(e,n){var r=t();return Ef(r[0],r[r.length-1],e??10,n)},e.nice=function(n){n??=10;var r=t(),i=0,a=r.length-1,o=r[i],s=r[a],c,l,u=10;for(s<o&&(l=o,o=s,s=l,l=i,i=a,a=l);u-->0;){if(l=Ls(o,s,n),l===c)return r[i]=o,r[a]=s,t(r);if(l>0)o=Math.floor(o/l)*l,s=Math.ceil(s/l)*l;else if(l<0)o=Math.ceil(o*l)/l,s=Math.floor(s*l)/l;else break;c=l}return e},e}function Of(){var e=Tf();return e.copy=function(){return Cf(e,Of())},mf.apply(e,arguments),Df(e)}function kf(e,t){e=e.slice();var n=0,r=e.length-1,i=e[n],a=e[r],o;return a<i&&(o=n,n=r,r=o,o=i,i=a,a=o),e[n]=t.floor(i),e[r]=t.ceil(a),e}function Af(e){return function(t){return t<0?-((-t)**+e):t**+e}}function jf(e){return e<0?-Math.sqrt(-e):Math.sqrt(e)}function Mf(e){return e<0?-e*e:e*e}function Nf(e){var t=e(vf,vf),n=1;function r(){return n===1?e(vf,vf):n===.5?e(jf,Mf):e(Af(n),Af(1/n))}return t.exponent=function(e){return arguments.length?(n=+e,r()):n},Df(t)}function Pf(){var e=Nf(wf());return e.copy=function(){return Cf(e,Pf()).exponent(e.exponent())},mf.apply(e,arguments),e}function Ff(){return Pf.apply(null,arguments).exponent(.5)}function If(e){return new Date(e)}function Lf(e){return e instanceof Date?+e:Math.round(e)}function Rf(e,t,n,r,i,a,o,s,c,l){var u=Tf(),d=u.invert,f=u.domain,p=l(`.%L`),m=l(`:%S`),h=l(`%I:%M`),g=l(`%I %p`),_=l(`%a %d`),v=l(`%b %d`),y=l(`%B`),b=l(`%Y`);function x(e){return(c(e)<e?p:s(e)<e?m:o(e)<e?h:a(e)<e?g:r(e)<e?i(e)<e?_:v:n(e)<e?y:b)(e)}return u.invert=function(e){return new Date(Math.round(d(e)))},u.domain=function(e){return arguments.length?f(Array.from(e,Lf)):f().map(If)},u.ticks=function(t){var n=f();return e(n[0],n[n.length-1],t??10)},u.tickFormat=function(e,t){return t==null?x:l(t)},u.nice=function(e){var n=f();return e&&typeof e.range==`function`||(e=t(n[0],n[n.length-1],e??10)),e?f(kf(n,e)):u},u.copy=function(){return Cf(u,Rf(e,t,n,r,i,a,o,s,c,l))},u}function zf(){return mf.apply(Rf(Lu,Ru,Fu,Nu,Tu,mu,fu,uu,cu,uf).domain([Date.UTC(2e3,0,1),Date.UTC(2e3,0,2)]),arguments)}var[Bf,Vf]=[50,75];function Hf(e){return e==null?`unknown`:e<Bf?`red`:e<Vf?`amber`:`green`}var Uf=H(`<line class="rule svelte-22vix2"></line><text text-anchor="end"> </text>`,1),Wf=H(`<rect class="missing svelte-22vix2"></rect>`),Gf=H(`<rect></rect>`),Kf=H(`<line class="median svelte-22vix2"></line>`),qf=H(`<line></line>`),Jf=H(`<g role="button" tabindex="0"><rect class="ground svelte-22vix2"></rect><!><!><!></g>`),Yf=H(`<text class="strong" text-anchor="middle"> </text>`),Xf=H(`<text class="star svelte-22vix2" text-anchor="middle">★</text>`),Zf=H(`<text text-anchor="end"> </text>`),Qf=H(`<text text-anchor="middle"> </text><text class="weight svelte-22vix2" text-anchor="middle"> </text>`,1),$f=H(`<!><!><!>`,1),ep=V(`<div><svg role="group" aria-label="Stages of the journey" class="svelte-22vix2"><defs><pattern id="unmeasured" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><line class="hatch svelte-22vix2" x1="0" y1="0" x2="0" y2="6"></line></pattern></defs><!><!><g class="said svelte-22vix2" aria-hidden="true"></g></svg></div> <p class="small soft">Ticks: its KPIs · line across: median of the segment · hatched: not measured · dashed: stale · ★ a moment that matters. Choose a stage to see its receipt.</p>`,1);function tp(e,t){We(t,!0);let n=j(720),r=k(()=>B(n)<560),i=k(()=>({left:30,right:6,top:22,bottom:B(r)?88:44})),a=k(()=>Of([0,100],[260-B(i).bottom,B(i).top])),o=k(()=>t.stages.reduce((e,t)=>e+t.weight,0)||1),s=k(()=>{let e=B(n)-B(i).left-B(i).right-5*(t.stages.length-1),r=B(i).left;return t.stages.map(t=>{let n=t.weight/B(o)*e,i=t.kpis.flatMap(e=>e.segmentMedian?.median===null||e.segmentMedian?.median===void 0?[]:[e.segmentMedian.median]),a=i.length===t.kpis.length&&i.length>0?i.reduce((e,t)=>e+t,0)/i.length:null,s={stage:t,left:r,across:n,median:a,stale:t.kpis.some(e=>e.status===`STALE`)};return r+=n+5,s})}),c=(e,t)=>{let n=io(e);return t>n.length*6?n:`${n.slice(0,Math.max(3,Math.floor(t/7)))}.`},l=k(()=>Co(`stages`,[{head:`Stage`,kind:`code`,of:e=>e.stage},{head:`Score`,kind:`number`,of:e=>e.score},{head:`Weight`,kind:`number`,of:e=>e.weight},{head:`Evidence`,kind:`share`,of:e=>e.evidence},{head:`Moment that matters`,of:e=>e.momentThatMatters?`yes`:`no`},{head:`Points lost`,kind:`number`,of:e=>e.score===null?null:e.kpis.reduce((e,t)=>e+(t.pointsLost??0),0)}],t.stages));$(e,{title:`Where it hurts`,question:`Each stage of the journey: height is the score, width its weight`,get asking(){return t.asking},get table(){return B(l)},children:(e,o)=>{var l=ep(),u=P(l),d=N(u),f=I(N(d));K(f,16,()=>[0,50,100],e=>e,(e,t)=>{var r=Uf(),o=P(r),s=I(o),c=F(s,!0);L((e,r,a)=>{J(o,`x1`,B(i).left),J(o,`x2`,B(n)-B(i).right),J(o,`y1`,e),J(o,`y2`,r),J(s,`x`,B(i).left-6),J(s,`y`,a),W(c,t)},[()=>B(a)(t),()=>B(a)(t),()=>B(a)(t)+4]),U(e,r)});var p=I(f);K(p,17,()=>B(s),({stage:e,left:t,across:n,median:r,stale:i})=>e.stage,(e,n)=>{let r=()=>B(n).stage,o=()=>B(n).left,s=()=>B(n).across,c=()=>B(n).median,l=()=>B(n).stale;var u=Jf();let d;var f=N(u),p=I(f),m=e=>{var t=Wf();L(()=>{J(t,`x`,o()),J(t,`y`,B(i).top),J(t,`width`,s()),J(t,`height`,260-B(i).bottom-B(i).top)}),U(e,t)},h=e=>{var t=Gf();let n;L((e,r,i)=>{n=q(t,0,`bar ${e??``}`,`svelte-22vix2`,n,{stale:l()}),J(t,`x`,o()),J(t,`y`,r),J(t,`width`,s()),J(t,`height`,i)},[()=>Hf(r().score),()=>B(a)(r().score),()=>B(a)(0)-B(a)(r().score)]),U(e,t)};G(p,e=>{r().score===null?e(m):e(h,-1)});var g=I(p),_=e=>{var t=Kf();L((e,n)=>{J(t,`x1`,o()-2),J(t,`x2`,o()+s()+2),J(t,`y1`,e),J(t,`y2`,n)},[()=>B(a)(c()),()=>B(a)(c())]),U(e,t)};G(g,e=>{c()!==null&&e(_)}),K(I(g),19,()=>r().kpis,e=>e.code,(e,t,n)=>{var i=jr(),c=P(i),l=e=>{var i=qf();let c;L((e,a)=>{c=q(i,0,`tick svelte-22vix2`,null,c,{stale:B(t).status===`STALE`}),J(i,`x1`,o()+s()*(B(n)+.2)/r().kpis.length),J(i,`x2`,o()+s()*(B(n)+.8)/r().kpis.length),J(i,`y1`,e),J(i,`y2`,a)},[()=>B(a)(B(t).normalised),()=>B(a)(B(t).normalised)]),U(e,i)};G(c,e=>{B(t).normalised!==null&&e(l)}),U(e,i)}),O(u),L((e,n,a)=>{d=q(u,0,`stage svelte-22vix2`,null,d,{chosen:t.chosen===r().stage}),J(u,`aria-pressed`,t.chosen===r().stage),J(u,`aria-label`,`${e??``}: ${n??``}, evidence ${a??``}${r().momentThatMatters?`, a moment that matters`:``}`),J(f,`x`,o()),J(f,`y`,B(i).top),J(f,`width`,s()),J(f,`height`,260-B(i).bottom-B(i).top)},[()=>io(r().stage),()=>r().score===null?`not measured`:Z(r().score),()=>$a(r().evidence)]),br(`click`,u,()=>t.choose(r().stage)),br(`keydown`,u,e=>{(e.key===`Enter`||e.key===` `)&&(e.preventDefault(),t.choose(r().stage))}),U(e,u)});var m=I(p);K(m,21,()=>B(s),({stage:e,left:t,across:n})=>e.stage,(e,t)=>{let n=()=>B(t).stage,o=()=>B(t).left,s=()=>B(t).across;var l=$f(),u=P(l),d=e=>{var t=Yf(),r=F(t,!0);L((e,n)=>{J(t,`x`,o()+s()/2),J(t,`y`,e),W(r,n)},[()=>Math.min(B(a)(n().score)-4,B(a)(0)-4),()=>Z(n().score,0)]),U(e,t)};G(u,e=>{n().score!==null&&e(d)});var f=I(u),p=e=>{var t=Xf();J(t,`y`,14),L(()=>J(t,`x`,o()+s()/2)),U(e,t)};G(f,e=>{n().momentThatMatters&&e(p)});var m=I(f),h=e=>{var t=Zf(),r=F(t,!0);L(e=>{J(t,`transform`,`translate(${o()+s()/2+4} ${260-B(i).bottom+8}) rotate(-90)`),W(r,e)},[()=>io(n().stage)]),U(e,t)},g=e=>{var t=Qf(),r=P(t),a=F(r,!0),l=I(r),u=F(l);L((e,t)=>{J(r,`x`,o()+s()/2),J(r,`y`,260-B(i).bottom+15),W(a,e),J(l,`x`,o()+s()/2),J(l,`y`,260-B(i).bottom+29),W(u,`×${t??``}`)},[()=>c(n().stage,s()),()=>Z(n().weight)]),U(e,t)};G(m,e=>{B(r)?e(h):e(g,-1)}),U(e,l)}),O(m),O(d),O(u),Te(2),L(()=>J(d,`viewBox`,`0 0 ${B(n)??``} 260`)),ji(u,`clientWidth`,e=>M(n,e)),U(e,l)},$$slots:{default:!0}}),Ge()}xr([`click`,`keydown`]);var np=V(`<p class="warn small svelte-c3nwek" role="note"> </p>`),rp=V(`<div><span aria-hidden="true"> </span> <div class="small"><b class="wraps"> </b><p class="soft wraps"> </p><p class="soft wraps"> </p></div></div>`),ip=V(`<div class="person chair small soft svelte-c3nwek"><span class="face silent svelte-c3nwek" aria-hidden="true">?</span>nobody known</div>`),ap=V(`<div class="column svelte-c3nwek"><h3 class="small svelte-c3nwek"> </h3> <!></div>`),op=V(`<p class="small"> </p>`),sp=V(`<!> <div class="columns svelte-c3nwek"></div> <p class="small soft">Dashed ring: not spoken with in 90 days · ♛ champion · ▼ ring in red: unhappy · grey: never heard</p> <!>`,1);function cp(e,t){We(t,!0);let n=[`DECISION_MAKER`,`ECONOMIC_BUYER`,`INFLUENCER`,`TECHNICAL`,`USER`],r=[`DECISION_MAKER`,`ECONOMIC_BUYER`,`INFLUENCER`,`TECHNICAL`,`PROCUREMENT`,`USER`,`UNKNOWN`],i=k(()=>r.map(e=>({role:e,people:t.all.filter(t=>t.role===e)})).filter(e=>e.people.length>0||n.includes(e.role))),a=k(()=>new Map(t.all.map(e=>[e.contact.id,e.contact.name]))),o=e=>e.sentiment===null?null:e.sentiment<-.2?`unhappy`:e.sentiment>.2?`content`:`neutral`,s=e=>(e??`?`).split(/\s+/).map(e=>e.charAt(0)).slice(0,2).join(``).toUpperCase(),c=e=>[e.champion===`CHAMPION`?`champion`:e.champion===`SUPPORTER`?`supporter`:e.champion===`DETRACTOR`?`detractor`:null,e.championProposal&&e.champion!==e.championProposal.status?`${Q(e.championProposal.status)}? ${e.championProposal.because??``}`:null,o(e),e.lastNps===null?null:`NPS answer ${Z(e.lastNps,0)}`,e.left?`left`:e.coverage?null:e.lastTwoWayContact?`silent since ${to(e.lastTwoWayContact)}`:`never spoken with`,e.reportsTo?`reports to ${B(a).get(e.reportsTo)??`somebody else`}`:null].filter(Boolean).join(` · `),l=k(()=>Co(`stakeholders`,[{head:`Name`,of:e=>e.contact.name},{head:`Title`,of:e=>e.contact.title},{head:`Role`,kind:`code`,of:e=>e.role},{head:`Influence`,kind:`number`,of:e=>e.influence},{head:`Champion`,kind:`code`,of:e=>e.champion},{head:`Sentiment`,kind:`delta`,of:e=>e.sentiment},{head:`NPS answer`,kind:`number`,of:e=>e.lastNps},{head:`Spoken with`,kind:`day`,of:e=>e.lastTwoWayContact},{head:`In touch`,of:e=>e.coverage?`yes`:`no`},{head:`Owner`,of:e=>e.owner?.name}],t.all));$(e,{title:`Who they are`,question:`Who decides, who is unhappy, whom do we not know?`,get asking(){return t.asking},get table(){return B(l)},children:(e,n)=>{var r=sp(),a=P(r),l=e=>{var n=np(),r=F(n);L(e=>W(r,`▲ Blind spot: ${e??``}, ${t.people.blindSpot.heard??``} heard, ${t.people.blindSpot.touched??``} spoken with`),[()=>ao(t.people.blindSpot.decisionMakers,`decision maker`)]),U(e,n)};G(a,e=>{t.people?.blindSpot.blind&&e(l)});var u=I(a,2);K(u,21,()=>B(i),({role:e,people:t})=>e,(e,t)=>{let n=()=>B(t).role,r=()=>B(t).people;var i=ap(),a=N(i),l=F(a,!0);K(I(a,2),17,r,e=>e.contact.id,(e,t)=>{var n=rp();let r;var i=N(n);let a;var l=F(i,!0),u=I(i,2),d=N(u),f=F(d,!0),p=I(d),m=F(p,!0),h=F(I(p),!0);O(u),O(n),L((e,o,s)=>{r=q(n,1,`person svelte-c3nwek`,null,r,{left:B(t).left}),a=q(i,1,`face ${e??``}`,`svelte-c3nwek`,a,{silent:!B(t).coverage}),W(l,o),W(f,B(t).contact.name??`name not shown`),W(m,B(t).contact.title??``),W(h,s)},[()=>o(B(t))??`unheard`,()=>B(t).champion===`CHAMPION`?`♛`:s(B(t).contact.name),()=>c(B(t))]),U(e,n)},e=>{U(e,ip())}),O(i),L(e=>W(l,e),[()=>io(n())]),U(e,i)}),O(u);var d=I(u,4),f=e=>{var n=op(),r=F(n);L(e=>W(r,`Seen in their threads, in none of our records: ${e??``}`),[()=>t.people.unseenPlayers.map(e=>e.contact?.name??`somebody`).join(`, `)]),U(e,n)};G(d,e=>{t.people&&t.people.unseenPlayers.length>0&&e(f)}),U(e,r)},$$slots:{default:!0}}),Ge()}var lp=Math.PI,up=2*lp,dp=1e-6,fp=up-dp;function pp(e){this._+=e[0];for(let t=1,n=e.length;t<n;++t)this._+=arguments[t]+e[t]}function mp(e){let t=Math.floor(e);if(!(t>=0))throw Error(`invalid digits: ${e}`);if(t>15)return pp;let n=10**t;return function(e){this._+=e[0];for(let t=1,r=e.length;t<r;++t)this._+=Math.round(arguments[t]*n)/n+e[t]}}function hp(e,t,n,r){return e===n&&t===r}function gp(e){let t=Math.floor(e);if(!(t<=15))return hp;let n=10**t,r=function(e){return Math.round(e*n)};return function(e,t,n,i){return r(e)===r(n)&&r(t)===r(i)}}var _p=class{constructor(e){this._x0=this._y0=this._x1=this._y1=null,this._=``,this._append=e==null?pp:mp(e),this._equal=e==null?hp:gp(e)}moveTo(e,t){this._append`M${this._x0=this._x1=+e},${this._y0=this._y1=+t}`}closePath(){this._x1!==null&&(this._x1=this._x0,this._y1=this._y0,this._append`Z`)}lineTo(e,t){this._append`L${this._x1=+e},${this._y1=+t}`}quadraticCurveTo(e,t,n,r){this._append`Q${+e},${+t},${this._x1=+n},${this._y1=+r}`}bezierCurveTo(e,t,n,r,i,a){this._append`C${+e},${+t},${+n},${+r},${this._x1=+i},${this._y1=+a}`}arcTo(e,t,n,r,i){if(e=+e,t=+t,n=+n,r=+r,i=+i,i<0)throw Error(`negative radius: ${i}`);let a=this._x1,o=this._y1,s=n-e,c=r-t,l=a-e,u=o-t,d=l*l+u*u;if(this._x1===null)this._append`M${this._x1=e},${this._y1=t}`;else if(d>dp){if(!(Math.abs(u*s-c*l)>dp)||!i)this._append`L${this._x1=e},${this._y1=t}`;else{let f=n-a,p=r-o,m=s*s+c*c,h=f*f+p*p,g=Math.sqrt(m),_=Math.sqrt(d),v=i*Math.tan((lp-Math.acos((m+d-h)/(2*g*_)))/2),y=v/_,b=v/g;Math.abs(y-1)>dp&&this._append`L${e+y*l},${t+y*u}`,this._append`A${i},${i},0,0,${+(u*f>l*p)},${this._x1=e+b*s},${this._y1=t+b*c}`}}}arc(e,t,n,r,i,a){if(e=+e,t=+t,n=+n,a=!!a,n<0)throw Error(`negative radius: ${n}`);let o=n*Math.cos(r),s=n*Math.sin(r),c=e+o,l=t+s,u=1^a,d=a?r-i:i-r;if(this._x1===null?this._append`M${c},${l}`:(Math.abs(this._x1-c)>dp||Math.abs(this._y1-l)>dp)&&this._append`L${c},${l}`,n){if(d<0&&(d=d%up+up),d>fp)this._append`A${n},${n},0,1,${u},${e-o},${t-s}A${n},${n},0,1,${u},${this._x1=c},${this._y1=l}`;else if(d>dp){let a=e+n*Math.cos(i),o=t+n*Math.sin(i);if(d>=lp&&this._equal(c,l,a,o)){d/=2;let i=r+d;this._append`A${n},${n},0,${+(d>=lp)},${u},${e+n*Math.cos(i)},${t+n*Math.sin(i)}`}this._append`A${n},${n},0,${+(d>=lp)},${u},${this._x1=a},${this._y1=o}`}}}rect(e,t,n,r){this._append`M${this._x0=this._x1=+e},${this._y0=this._y1=+t}h${n=+n}v${+r}h${-n}Z`}toString(){return this._}};_p.prototype;function vp(e){return function(){return e}}var yp=Math.cos,bp=Math.sin,xp=Math.sqrt,Sp=1e-12,Cp=Math.PI;Cp/2;var wp=2*Cp;function Tp(e){let t=3;return e.digits=function(n){if(!arguments.length)return t;if(n==null)t=null;else{let e=Math.floor(n);if(!(e>=0))throw RangeError(`invalid digits: ${n}`);t=e}return e},()=>new _p(t)}Array.prototype.slice;function Ep(e){return typeof e==`object`&&`length`in e?e:Array.from(e)}function Dp(e){this._context=e}Dp.prototype={areaStart:function(){this._line=0},areaEnd:function(){this._line=NaN},lineStart:function(){this._point=0},lineEnd:function(){(this._line||this._line!==0&&this._point===1)&&this._context.closePath(),this._line=1-this._line},point:function(e,t){switch(e=+e,t=+t,this._point){case 0:this._point=1,this._line?this._context.lineTo(e,t):this._context.moveTo(e,t);break;case 1:this._point=2;default:this._context.lineTo(e,t)}}};function Op(e){return new Dp(e)}function kp(e){return e[0]}function Ap(e){return e[1]}function jp(e,t){var n=vp(!0),r=null,i=Op,a=null,o=Tp(s);e=typeof e==`function`?e:e===void 0?kp:vp(e),t=typeof t==`function`?t:t===void 0?Ap:vp(t);function s(s){var c,l=(s=Ep(s)).length,u,d=!1,f;for(r??(a=i(f=o())),c=0;c<=l;++c)!(c<l&&n(u=s[c],c,s))===d&&((d=!d)?a.lineStart():a.lineEnd()),d&&a.point(+e(u,c,s),+t(u,c,s));if(f)return a=null,f+``||null}return s.x=function(t){return arguments.length?(e=typeof t==`function`?t:vp(+t),s):e},s.y=function(e){return arguments.length?(t=typeof e==`function`?e:vp(+e),s):t},s.defined=function(e){return arguments.length?(n=typeof e==`function`?e:vp(!!e),s):n},s.curve=function(e){return arguments.length?(i=e,r!=null&&(a=i(r)),s):i},s.context=function(e){return arguments.length?(e==null?r=a=null:a=i(r=e),s):r},s}Np(Op);function Mp(e){this._curve=e}Mp.prototype={areaStart:function(){this._curve.areaStart()},areaEnd:function(){this._curve.areaEnd()},lineStart:function(){this._curve.lineStart()},lineEnd:function(){this._curve.lineEnd()},point:function(e,t){this._curve.point(t*Math.sin(e),t*-Math.cos(e))}};function Np(e){function t(t){return new Mp(e(t))}return t._curve=e,t}xp(3),xp(1/3)*2;var Pp=bp(Cp/10)/bp(7*Cp/10);bp(wp/10)*Pp,-yp(wp/10)*Pp,xp(3),xp(3),xp(3)/2,(1/xp(12)/2+1)*3;function Fp(){}function Ip(e,t,n){e._context.bezierCurveTo((2*e._x0+e._x1)/3,(2*e._y0+e._y1)/3,(e._x0+2*e._x1)/3,(e._y0+2*e._y1)/3,(e._x0+4*e._x1+t)/6,(e._y0+4*e._y1+n)/6)}function Lp(e){this._context=e}Lp.prototype={areaStart:function(){this._line=0},areaEnd:function(){this._line=NaN},lineStart:function(){this._x0=this._x1=this._y0=this._y1=NaN,this._point=0},lineEnd:function(){switch(this._point){case 3:Ip(this,this._x1,this._y1);case 2:this._context.lineTo(this._x1,this._y1)}(this._line||this._line!==0&&this._point===1)&&this._context.closePath(),this._line=1-this._line},point:function(e,t){switch(e=+e,t=+t,this._point){case 0:this._point=1,this._line?this._context.lineTo(e,t):this._context.moveTo(e,t);break;case 1:this._point=2;break;case 2:this._point=3,this._context.lineTo((5*this._x0+this._x1)/6,(5*this._y0+this._y1)/6);default:Ip(this,e,t)}this._x0=this._x1,this._x1=e,this._y0=this._y1,this._y1=t}};function Rp(e,t){this._basis=new Lp(e),this._beta=t}Rp.prototype={lineStart:function(){this._x=[],this._y=[],this._basis.lineStart()},lineEnd:function(){var e=this._x,t=this._y,n=e.length-1;if(n>0)for(var r=e[0],i=t[0],a=e[n]-r,o=t[n]-i,s=-1,c;++s<=n;)c=s/n,this._basis.point(this._beta*e[s]+(1-this._beta)*(r+c*a),this._beta*t[s]+(1-this._beta)*(i+c*o));this._x=this._y=null,this._basis.lineEnd()},point:function(e,t){this._x.push(+e),this._y.push(+t)}},(function e(t){function n(e){return t===1?new Lp(e):new Rp(e,t)}return n.beta=function(t){return e(+t)},n})(.85);function zp(e,t,n){e._context.bezierCurveTo(e._x1+e._k*(e._x2-e._x0),e._y1+e._k*(e._y2-e._y0),e._x2+e._k*(e._x1-t),e._y2+e._k*(e._y1-n),e._x2,e._y2)}function Bp(e,t){this._context=e,this._k=(1-t)/6}Bp.prototype={areaStart:function(){this._line=0},areaEnd:function(){this._line=NaN},lineStart:function(){this._x0=this._x1=this._x2=this._y0=this._y1=this._y2=NaN,this._point=0},lineEnd:function(){switch(this._point){case 2:this._context.lineTo(this._x2,this._y2);break;case 3:zp(this,this._x1,this._y1)}(this._line||this._line!==0&&this._point===1)&&this._context.closePath(),this._line=1-this._line},point:function(e,t){switch(e=+e,t=+t,this._point){case 0:this._point=1,this._line?this._context.lineTo(e,t):this._context.moveTo(e,t);break;case 1:this._point=2,this._x1=e,this._y1=t;break;case 2:this._point=3;default:zp(this,e,t)}this._x0=this._x1,this._x1=this._x2,this._x2=e,this._y0=this._y1,this._y1=this._y2,this._y2=t}},(function e(t){function n(e){return new Bp(e,t)}return n.tension=function(t){return e(+t)},n})(0);function Vp(e,t){this._context=e,this._k=(1-t)/6}Vp.prototype={areaStart:Fp,areaEnd:Fp,lineStart:function(){this._x0=this._x1=this._x2=this._x3=this._x4=this._x5=this._y0=this._y1=this._y2=this._y3=this._y4=this._y5=NaN,this._point=0},lineEnd:function(){switch(this._point){case 1:this._context.moveTo(this._x3,this._y3),this._context.closePath();break;case 2:this._context.lineTo(this._x3,this._y3),this._context.closePath();break;case 3:this.point(this._x3,this._y3),this.point(this._x4,this._y4),this.point(this._x5,this._y5)}},point:function(e,t){switch(e=+e,t=+t,this._point){case 0:this._point=1,this._x3=e,this._y3=t;break;case 1:this._point=2,this._context.moveTo(this._x4=e,this._y4=t);break;case 2:this._point=3,this._x5=e,this._y5=t;break;default:zp(this,e,t)}this._x0=this._x1,this._x1=this._x2,this._x2=e,this._y0=this._y1,this._y1=this._y2,this._y2=t}},(function e(t){function n(e){return new Vp(e,t)}return n.tension=function(t){return e(+t)},n})(0);function Hp(e,t){this._context=e,this._k=(1-t)/6}Hp.prototype={areaStart:function(){this._line=0},areaEnd:function(){this._line=NaN},lineStart:function(){this._x0=this._x1=this._x2=this._y0=this._y1=this._y2=NaN,this._point=0},lineEnd:function(){(this._line||this._line!==0&&this._point===3)&&this._context.closePath(),this._line=1-this._line},point:function(e,t){switch(e=+e,t=+t,this._point){case 0:this._point=1;break;case 1:this._point=2;break;case 2:this._point=3,this._line?this._context.lineTo(this._x2,this._y2):this._context.moveTo(this._x2,this._y2);break;case 3:this._point=4;default:zp(this,e,t)}this._x0=this._x1,this._x1=this._x2,this._x2=e,this._y0=this._y1,this._y1=this._y2,this._y2=t}},(function e(t){function n(e){return new Hp(e,t)}return n.tension=function(t){return e(+t)},n})(0);function Up(e,t,n){var r=e._x1,i=e._y1,a=e._x2,o=e._y2;if(e._l01_a>Sp){var s=2*e._l01_2a+3*e._l01_a*e._l12_a+e._l12_2a,c=3*e._l01_a*(e._l01_a+e._l12_a);r=(r*s-e._x0*e._l12_2a+e._x2*e._l01_2a)/c,i=(i*s-e._y0*e._l12_2a+e._y2*e._l01_2a)/c}if(e._l23_a>Sp){var l=2*e._l23_2a+3*e._l23_a*e._l12_a+e._l12_2a,u=3*e._l23_a*(e._l23_a+e._l12_a);a=(a*l+e._x1*e._l23_2a-t*e._l12_2a)/u,o=(o*l+e._y1*e._l23_2a-n*e._l12_2a)/u}e._context.bezierCurveTo(r,i,a,o,e._x2,e._y2)}function Wp(e,t){this._context=e,this._alpha=t}Wp.prototype={areaStart:function(){this._line=0},areaEnd:function(){this._line=NaN},lineStart:function(){this._x0=this._x1=this._x2=this._y0=this._y1=this._y2=NaN,this._l01_a=this._l12_a=this._l23_a=this._l01_2a=this._l12_2a=this._l23_2a=this._point=0},lineEnd:function(){switch(this._point){case 2:this._context.lineTo(this._x2,this._y2);break;case 3:this.point(this._x2,this._y2)}(this._line||this._line!==0&&this._point===1)&&this._context.closePath(),this._line=1-this._line},point:function(e,t){if(e=+e,t=+t,this._point){var n=this._x2-e,r=this._y2-t;this._l23_a=Math.sqrt(this._l23_2a=(n*n+r*r)**+this._alpha)}switch(this._point){case 0:this._point=1,this._line?this._context.lineTo(e,t):this._context.moveTo(e,t);break;case 1:this._point=2;break;case 2:this._point=3;default:Up(this,e,t)}this._l01_a=this._l12_a,this._l12_a=this._l23_a,this._l01_2a=this._l12_2a,this._l12_2a=this._l23_2a,this._x0=this._x1,this._x1=this._x2,this._x2=e,this._y0=this._y1,this._y1=this._y2,this._y2=t}},(function e(t){function n(e){return t?new Wp(e,t):new Bp(e,0)}return n.alpha=function(t){return e(+t)},n})(.5);function Gp(e,t){this._context=e,this._alpha=t}Gp.prototype={areaStart:Fp,areaEnd:Fp,lineStart:function(){this._x0=this._x1=this._x2=this._x3=this._x4=this._x5=this._y0=this._y1=this._y2=this._y3=this._y4=this._y5=NaN,this._l01_a=this._l12_a=this._l23_a=this._l01_2a=this._l12_2a=this._l23_2a=this._point=0},lineEnd:function(){switch(this._point){case 1:this._context.moveTo(this._x3,this._y3),this._context.closePath();break;case 2:this._context.lineTo(this._x3,this._y3),this._context.closePath();break;case 3:this.point(this._x3,this._y3),this.point(this._x4,this._y4),this.point(this._x5,this._y5)}},point:function(e,t){if(e=+e,t=+t,this._point){var n=this._x2-e,r=this._y2-t;this._l23_a=Math.sqrt(this._l23_2a=(n*n+r*r)**+this._alpha)}switch(this._point){case 0:this._point=1,this._x3=e,this._y3=t;break;case 1:this._point=2,this._context.moveTo(this._x4=e,this._y4=t);break;case 2:this._point=3,this._x5=e,this._y5=t;break;default:Up(this,e,t)}this._l01_a=this._l12_a,this._l12_a=this._l23_a,this._l01_2a=this._l12_2a,this._l12_2a=this._l23_2a,this._x0=this._x1,this._x1=this._x2,this._x2=e,this._y0=this._y1,this._y1=this._y2,this._y2=t}},(function e(t){function n(e){return t?new Gp(e,t):new Vp(e,0)}return n.alpha=function(t){return e(+t)},n})(.5);function Kp(e,t){this._context=e,this._alpha=t}Kp.prototype={areaStart:function(){this._line=0},areaEnd:function(){this._line=NaN},lineStart:function(){this._x0=this._x1=this._x2=this._y0=this._y1=this._y2=NaN,this._l01_a=this._l12_a=this._l23_a=this._l01_2a=this._l12_2a=this._l23_2a=this._point=0},lineEnd:function(){(this._line||this._line!==0&&this._point===3)&&this._context.closePath(),this._line=1-this._line},point:function(e,t){if(e=+e,t=+t,this._point){var n=this._x2-e,r=this._y2-t;this._l23_a=Math.sqrt(this._l23_2a=(n*n+r*r)**+this._alpha)}switch(this._point){case 0:this._point=1;break;case 1:this._point=2;break;case 2:this._point=3,this._line?this._context.lineTo(this._x2,this._y2):this._context.moveTo(this._x2,this._y2);break;case 3:this._point=4;default:Up(this,e,t)}this._l01_a=this._l12_a,this._l12_a=this._l23_a,this._l01_2a=this._l12_2a,this._l12_2a=this._l23_2a,this._x0=this._x1,this._x1=this._x2,this._x2=e,this._y0=this._y1,this._y1=this._y2,this._y2=t}},(function e(t){function n(e){return t?new Kp(e,t):new Hp(e,0)}return n.alpha=function(t){return e(+t)},n})(.5);function qp(e){return e<0?-1:1}function Jp(e,t,n){var r=e._x1-e._x0,i=t-e._x1,a=(e._y1-e._y0)/(r||i<0&&-0),o=(n-e._y1)/(i||r<0&&-0),s=(a*i+o*r)/(r+i);return(qp(a)+qp(o))*Math.min(Math.abs(a),Math.abs(o),.5*Math.abs(s))||0}function Yp(e,t){var n=e._x1-e._x0;return n?(3*(e._y1-e._y0)/n-t)/2:t}function Xp(e,t,n){var r=e._x0,i=e._y0,a=e._x1,o=e._y1,s=(a-r)/3;e._context.bezierCurveTo(r+s,i+s*t,a-s,o-s*n,a,o)}function Zp(e){this._context=e}Zp.prototype={areaStart:function(){this._line=0},areaEnd:function(){this._line=NaN},lineStart:function(){this._x0=this._x1=this._y0=this._y1=this._t0=NaN,this._point=0},lineEnd:function(){switch(this._point){case 2:this._context.lineTo(this._x1,this._y1);break;case 3:Xp(this,this._t0,Yp(this,this._t0))}(this._line||this._line!==0&&this._point===1)&&this._context.closePath(),this._line=1-this._line},point:function(e,t){var n=NaN;if(e=+e,t=+t,e!==this._x1||t!==this._y1){switch(this._point){case 0:this._point=1,this._line?this._context.lineTo(e,t):this._context.moveTo(e,t);break;case 1:this._point=2;break;case 2:this._point=3,Xp(this,Yp(this,n=Jp(this,e,t)),n);break;default:Xp(this,this._t0,n=Jp(this,e,t))}this._x0=this._x1,this._x1=e,this._y0=this._y1,this._y1=t,this._t0=n}}},Object.create(Zp.prototype).point=function(e,t){Zp.prototype.point.call(this,t,e)};var Qp=H(`<line class="rule svelte-1abypte"></line><text text-anchor="middle"> </text>`,1),$p=H(`<line class="lane svelte-1abypte" x1="104"></line><text x="96" text-anchor="end"> </text>`,1),em=H(`<text x="96" text-anchor="end">Other</text>`),tm=H(`<circle r="4"><title> </title></circle>`),nm=V(`<div><svg role="img" class="svelte-1abypte"><!><text x="96" text-anchor="end">100</text><text x="96" text-anchor="end">health</text><line class="rule svelte-1abypte" x1="104"></line><path class="health svelte-1abypte"></path><!><!><!></svg></div> <p class="small soft"> </p>`,1);function rm(e,t){We(t,!0);let n=[`AWARENESS`,`CONSIDERATION`,`PURCHASE`,`DELIVERY`,`IMPLEMENTATION`,`ADOPTION`,`SUPPORT`,`BILLING`,`RELATIONSHIP`,`RENEWAL`],[r,i]=[84,20],a=j(960),o=k(()=>t.past?.timeline.edges.map(e=>e.node)??[]),s=k(()=>n.filter(e=>B(o).some(t=>t.stage===e))),c=k(()=>B(o).some(e=>!e.stage||!n.includes(e.stage))),l=k(()=>r+(B(s).length+ +!!B(c))*i+26),u=k(()=>{let e=B(o).map(e=>e.at.slice(0,10)).toSorted()[0]??t.from;return e>t.from?e:t.from}),d=k(()=>zf([new Date(`${B(u)}T00:00:00Z`),new Date(`${t.until}T23:59:59Z`)],[104,B(a)-12])),f=k(()=>Math.max(2,Math.floor(B(a)/120))),p=Of([0,100],[r-14,10]),m=k(()=>t.past?.health?.history.filter(e=>e.at>=B(u))??[]),h=k(()=>jp().defined(e=>e.value!==null).x(e=>B(d)(new Date(`${e.at}T12:00:00Z`))).y(e=>p(e.value??0))(B(m))??``),g=e=>r+(e.stage&&B(s).includes(e.stage)?B(s).indexOf(e.stage):B(s).length)*i+i/2,_=k(()=>Co(`timeline`,[{head:`When`,kind:`moment`,of:e=>e.at},{head:`What`,kind:`code`,of:e=>e.kind},{head:`Title`,of:e=>e.title},{head:`Stage`,kind:`code`,of:e=>e.stage},{head:`Channel`,kind:`code`,of:e=>e.channel},{head:`By a person`,of:e=>e.human===null?null:e.human?`yes`:`no`},{head:`Record`,of:e=>`${e.source.system} ${e.source.object} ${e.source.recordId}`}],B(o)));{let n=k(()=>t.asking.data&&B(o).length===0?`Nothing is recorded.`:null);$(e,{title:`What happened`,question:`Every touch by stage; health above`,get asking(){return t.asking},get table(){return B(_)},get nothing(){return B(n)},children:(e,n)=>{var m=nm(),_=P(m),v=N(_),y=N(v);K(y,17,()=>B(d).ticks(B(f)),e=>e.getTime(),(e,t)=>{var n=Qp(),r=P(n);J(r,`y1`,8);var i=I(r),a=F(i,!0);L((e,t,n,o)=>{J(r,`x1`,e),J(r,`x2`,t),J(r,`y2`,B(l)-22),J(i,`x`,n),J(i,`y`,B(l)-8),W(a,o)},[()=>B(d)(B(t)),()=>B(d)(B(t)),()=>B(d)(B(t)),()=>B(d).tickFormat(B(f))(B(t))]),U(e,n)});var b=I(y),x=I(b),S=I(x),C=I(S),w=I(C);K(w,18,()=>B(s),e=>e,(e,t,n)=>{var o=$p(),s=P(o),c=I(s),l=F(c,!0);L(e=>{J(s,`x2`,B(a)-12),J(s,`y1`,r+B(n)*i+i/2),J(s,`y2`,r+B(n)*i+i/2),J(c,`y`,r+B(n)*i+i/2+4),W(l,e)},[()=>io(t)]),U(e,o)});var T=I(w),ee=e=>{var t=em();L(()=>J(t,`y`,r+B(s).length*i+i/2+4)),U(e,t)};G(T,e=>{B(c)&&e(ee)}),K(I(T),17,()=>B(o).filter(e=>e.at.slice(0,10)>=B(u)),e=>e.id,(e,t)=>{var n=tm();let r;var i=F(N(n));O(n),L((e,a,o,s)=>{J(n,`cx`,e),J(n,`cy`,a),r=q(n,0,`svelte-1abypte`,null,r,{human:B(t).human}),W(i,`${o??``}${s??``}`)},[()=>B(d)(new Date(B(t).at)),()=>g(B(t)),()=>no(B(t).at),()=>B(t).title??Q(B(t).kind)]),U(e,n)}),O(v),O(_);var te=F(I(_,2));L((e,t,n,r,i,s,c)=>{J(v,`viewBox`,`0 0 ${B(a)??``} ${B(l)??``}`),J(v,`aria-label`,`${e??``} from ${t??``} to ${n??``}; the table has each of them`),J(b,`y`,r),J(x,`y`,i),J(S,`x2`,B(a)-12),J(S,`y1`,s),J(S,`y2`,c),J(C,`d`,B(h)),W(te,`● by a person · ○ by a machine or not told. The last ${B(o).length??``}; the table has each with its record.`)},[()=>ao(B(o).length,`event`),()=>to(B(u)),()=>to(t.until),()=>p(100)+4,()=>p(50)+4,()=>p(50),()=>p(50)]),ji(_,`clientWidth`,e=>M(a,e)),U(e,m)},$$slots:{default:!0}})}Ge()}var im=V(`<span class="flag small svelte-48cqnt">weakest</span>`),am=H(`<line class="gap svelte-48cqnt" y1="10" y2="10"></line>`),om=H(`<line class="blend svelte-48cqnt" y1="1" y2="19"></line>`),sm=H(`<rect class="does svelte-48cqnt" y="5" width="10" height="10"></rect>`),cm=H(`<circle class="says svelte-48cqnt" cy="10" r="5.5"></circle>`),lm=V(`<li><p class="row name"><b> </b> <span> </span><!></p> <svg aria-hidden="true" class="svelte-48cqnt"><line class="track svelte-48cqnt" y1="10" y2="10"></line><!><!><!><!></svg> <p class="small soft"> </p></li>`),um=V(`<p class="small">→ <b> </b> <span class="soft"> </span></p>`),dm=V(`<p class="row"><b class="value svelte-48cqnt"> </b> <span class="small soft"> </span></p> <ul></ul> <p class="small soft legend svelte-48cqnt">● what they say · ■ what we do · │ blended</p> <!> <p class="small soft"><!> </p>`,1);function fm(e,t){We(t,!0);let n=Of([0,100],[8,412]),r={PERCEPTION_ABOVE_FACTS:`they think better of it than it is`,PERCEPTION_BELOW_FACTS:`they think worse of it than it is`},i=e=>e.score===null?e.reason??`not known`:`from ${{BLENDED:`${ao(e.surveyN,`answer`)} and the operation`,SURVEY_ONLY:`${ao(e.surveyN,`answer`)} alone`,OPERATIONAL_ONLY:`the operation alone`,NONE:`nothing`}[e.basis]}${e.gapFlag?` · ${r[e.gapFlag]}`:``}`,a=k(()=>Co(`trust`,[{head:`Factor`,kind:`code`,of:e=>e.factor},{head:`Score`,kind:`number`,of:e=>e.score},{head:`Survey`,kind:`number`,of:e=>e.survey},{head:`Answers`,kind:`number`,of:e=>e.surveyN},{head:`Operation`,kind:`number`,of:e=>e.operational},{head:`Weight of the survey`,kind:`share`,of:e=>e.alpha},{head:`Gap`,kind:`delta`,of:e=>e.gap},{head:`Basis`,kind:`code`,of:e=>e.basis}],t.trust?.factors??[]));{let r=k(()=>t.trust?B(a):null),o=k(()=>t.trust?null:`Nothing is known of their trust.`);$(e,{title:`Trust`,question:`Why do they trust us, or not?`,get asking(){return t.asking},get table(){return B(r)},get nothing(){return B(o)},children:(e,r)=>{var a=jr(),o=P(a),s=e=>{var r=dm(),a=P(r),o=N(a),s=F(o,!0),c=F(I(o,2));O(a);var l=I(a,2);K(l,21,()=>t.trust.factors,e=>e.factor,(e,r)=>{var a=lm();let o;var s=N(a),c=N(s),l=F(c,!0),u=I(c,2),d=F(u,!0),f=I(u),p=e=>{U(e,im())};G(f,e=>{t.trust.weakest===B(r).factor&&e(p)}),O(s);var m=I(s,2);J(m,`viewBox`,`0 0 420 20`);var h=N(m),g=I(h),_=e=>{var t=am();L((e,n)=>{J(t,`x1`,e),J(t,`x2`,n)},[()=>n(B(r).survey),()=>n(B(r).operational)]),U(e,t)};G(g,e=>{B(r).survey!==null&&B(r).operational!==null&&e(_)});var v=I(g),y=e=>{var t=om();L((e,n)=>{J(t,`x1`,e),J(t,`x2`,n)},[()=>n(B(r).score),()=>n(B(r).score)]),U(e,t)};G(v,e=>{B(r).score!==null&&e(y)});var b=I(v),x=e=>{var t=sm();L(e=>J(t,`x`,e),[()=>n(B(r).operational)-5]),U(e,t)};G(b,e=>{B(r).operational!==null&&e(x)});var S=I(b),C=e=>{var t=cm();L(e=>J(t,`cx`,e),[()=>n(B(r).survey)]),U(e,t)};G(S,e=>{B(r).survey!==null&&e(C)}),O(m);var w=F(I(m,2));O(a),L((e,n,i,s,c)=>{o=q(a,1,`svelte-48cqnt`,null,o,{weakest:t.trust.weakest===B(r).factor}),W(l,e),W(d,n),J(h,`x1`,i),J(h,`x2`,s),W(w,`“${B(r).statement??``}” ${c??``}`)},[()=>io(B(r).factor),()=>Z(B(r).score),()=>n(0),()=>n(100),()=>i(B(r))]),U(e,a)}),O(l);var u=I(l,4),d=e=>{var n=um(),r=I(N(n)),i=F(r,!0),a=F(I(r,2),!0);O(n),L(e=>{W(i,t.trust.recommendation.title),W(a,e)},[()=>t.trust.recommendation.because.join(` · `)]),U(e,n)};G(u,e=>{t.trust.recommendation&&e(d)});var f=I(u,2),p=N(f);K(p,19,()=>t.trust.behaviours,e=>e.behaviour,(e,t,n)=>{Te();var r=Ar();L((e,t)=>W(r,`${B(n)>0?` · `:``}${e??``} ${t??``}`),[()=>Q(B(t).behaviour),()=>$a(B(t).likelihood)]),U(e,r)});var m=I(p,1,!0);O(f),L((e,t,n,r,i,a)=>{W(s,e),W(c,`competence ${t??``} · intent ${n??``} · ${r??``}, coverage ${i??``}`),W(m,a)},[()=>Z(t.trust.value),()=>Z(t.trust.competence),()=>Z(t.trust.intent),()=>ao(t.trust.responses,`answer`),()=>$a(t.trust.coverage),()=>t.trust.behaviours.some(e=>!e.calibrated)?` (not calibrated: our assumption)`:``]),U(e,r)};G(o,e=>{t.trust&&e(s)}),U(e,a)},$$slots:{default:!0}})}Ge()}var pm=V(`<!> <span class="soft small"> </span>`,1),mm=V(`<span class="soft small">move a slider</span>`),hm=V(`<button class="bare">As it is</button>`),gm=V(`<p class="small soft"> </p>`),_m=V(`<label class="small svelte-x1hjp0"><span> </span> <input type="range" class="svelte-x1hjp0"/> <b class="svelte-x1hjp0"> </b></label>`),vm=V(`<p class="row now svelte-x1hjp0"><!> <span aria-hidden="true">→</span> <!> <!></p> <!> <div class="sliders svelte-x1hjp0"></div>`,1);function ym(e,t){We(t,!0);let n=new Ga(oa,()=>({}),!1),r=k(()=>new Map(n.data?.healthModel.stages.flatMap(e=>e.kpis).map(e=>{let t=e.knots.map(e=>e.raw);return[e.code,{low:Math.min(...t),high:Math.max(...t)}]}))),i=k(()=>t.health.stages.flatMap(e=>e.kpis).filter(e=>e.raw!==null&&e.pointsLost&&Number.isFinite(B(r).get(e.code)?.high)).toSorted((e,t)=>(t.pointsLost??0)-(e.pointsLost??0)).slice(0,6)),a=j(Yt({})),o=k(()=>Object.entries(B(a)).map(([e,t])=>({kpi:e,value:t}))),s=j([]);yn(()=>{let e=B(o),t=setTimeout(()=>M(s,e),150);return()=>clearTimeout(t)});let c=new Ga(aa,()=>B(s).length>0?{id:t.id,raw:B(s)}:null,!1),l=k(()=>B(s).length>0?c.data?.account?.health:null);{let n=k(()=>B(s).length>0?c:void 0),u=k(()=>B(i).length===0?`No KPI that was measured costs points.`:null);$(e,{title:`What if`,question:`What would health be if these were better?`,get asking(){return B(n)},get nothing(){return B(u)},children:(e,n)=>{var c=vm(),u=P(c),d=N(u);So(d,{get band(){return t.health.band},get value(){return t.health.value}});var f=I(d,4),p=e=>{var n=pm(),r=P(n);So(r,{get band(){return B(l).band},get value(){return B(l).value}});var i=F(I(r,2));L(e=>W(i,`${e??``} points`),[()=>eo((B(l).value??0)-(t.health.value??0))]),U(e,n)},m=e=>{U(e,mm())};G(f,e=>{B(l)?e(p):e(m,-1)});var h=I(f,2),g=e=>{var t=hm();br(`click`,t,()=>{M(a,{},!0),M(s,[])}),U(e,t)};G(h,e=>{B(o).length>0&&e(g)}),O(u);var _=I(u,2),v=e=>{var n=gm(),r=F(n);L((e,t)=>W(r,`Health is capped at ${e??``}: ${t??``}. Better KPIs do not lift it above that.`),[()=>Z(Math.min(...t.health.caps.map(e=>e.cap))),()=>t.health.caps.map(e=>e.reason).join(`, `)]),U(e,n)};G(_,e=>{t.health.caps.length>0&&e(v)});var y=I(_,2);K(y,21,()=>B(i),e=>e.code,(e,t)=>{let n=k(()=>B(r).get(B(t).code)??{low:0,high:100}),i=k(()=>B(a)[B(t).code]??B(t).raw??0);var o=_m(),s=N(o),c=F(s,!0),l=I(s,2);xi(l);var u=F(I(l,2));O(o),L((e,r,a,o)=>{W(c,B(t).name),J(l,`min`,e),J(l,`max`,r),J(l,`step`,(B(n).high-B(n).low)/100),Si(l,B(i)),W(u,`${a??``}${o??``}`)},[()=>Math.min(B(n).low,B(t).raw??0),()=>Math.max(B(n).high,B(t).raw??0),()=>Z(B(i)),()=>ts(B(t).unit)]),br(`input`,l,e=>M(a,{...B(a),[B(t).code]:Number(e.currentTarget.value)},!0)),U(e,o)}),O(y),U(e,c)},$$slots:{default:!0}})}Ge()}xr([`click`,`input`]);var bm=V(`<dt class="small"> </dt> <dd class="svelte-iq9t5b"><span></span></dd> <dd class="amount small svelte-iq9t5b"> </dd>`,1),xm=V(`<span class="flag red svelte-iq9t5b">lost</span>`),Sm=V(`<span class="flag svelte-iq9t5b" title="The weights are our assumption until enough renewals were seen">not calibrated</span>`),Cm=V(`<span> <span class="soft small"> </span></span> <!>`,1),wm=V(`<span class="flag svelte-iq9t5b">nobody can tell</span>`),Tm=V(`<p class="small soft"></p>`),Em=V(`<li class="svelte-iq9t5b"><p class="row"><b> </b> <span> </span> <span> </span> <!></p> <!></li>`),Dm=V(`<h3>Renewals</h3> <ul class="lines svelte-iq9t5b"></ul>`,1),Om=V(`<li class="svelte-iq9t5b"><p class="row"><span> </span> <b> </b> <span class="small soft"> </span></p></li>`),km=V(`<h3>Growth</h3> <ul class="lines svelte-iq9t5b"><!> <!></ul>`,1),Am=V(`<p class="small soft"> </p>`),jm=V(`<!> <!> <!>`,1),Mm=V(`<dl class="bridge svelte-iq9t5b"></dl> <!>`,1);function Nm(e,t){We(t,!0);let n=k(()=>{if(!t.worth?.arr)return[];let e=Number(t.worth.arr.amount),n=[{name:`A year now`,money:t.worth.arr,from:0,to:e,kind:`whole`}],r=e,i=(e,t,i,a)=>{let o=Math.abs(Qa(t)??0);t&&o!==0&&(n.push({name:e,money:t,from:r,to:r+i*o,kind:a}),r+=i*o)};i(`At risk`,t.worth.atRisk,-1,`less`),i(`Nobody can tell`,t.worth.unknownAtRisk,-1,`unknown`);let a=t.worth.pipeline.reduce((e,t)=>e+(Qa(t.expected)??0),0),o=Qa(t.worth.growthExpected)??0,s=t.worth.arr.currency;return t.worth.pipeline.every(e=>!e.expected||e.expected.currency===s)&&a<=o+.01?(i(`Open deals`,{amount:String(a),currency:s},1,`more`),i(`More of what peers buy`,{amount:String(o-a),currency:s},1,`more`)):i(`Growth`,t.worth.growthExpected,1,`more`),n.push({name:`Expected in ${t.worth.horizonMonths} months`,money:{amount:String(r),currency:s},from:0,to:r,kind:`whole`}),n}),r=k(()=>Of([0,Math.max(1,...B(n).flatMap(e=>[e.from,e.to]))],[0,100])),i=k(()=>Co(`worth`,[{head:`Step`,of:e=>e.name},{head:`Amount`,kind:`money`,of:e=>e.money}],B(n)));{let a=k(()=>B(n).length===0?`No recurring revenue is known, so nothing can be said of risk and growth.`:null);$(e,{title:`What it is worth`,question:`What may renew, what is at risk, what can grow?`,get asking(){return t.asking},get table(){return B(i)},get nothing(){return B(a)},children:(e,i)=>{var a=Mm(),o=P(a);K(o,21,()=>B(n),e=>e.name,(e,t)=>{var n=bm(),i=P(n),a=F(i,!0),o=I(i,2),s=N(o);let c;O(o);var l=F(I(o,2));L((e,n,r)=>{W(a,B(t).name),q(s,1,`bar ${B(t).kind??``}`,`svelte-iq9t5b`),c=ui(s,``,c,{left:e,width:n}),W(l,`${B(t).kind===`less`||B(t).kind===`unknown`?`−`:B(t).kind===`more`?`+`:``}${r??``}`)},[()=>`${B(r)(Math.min(B(t).from,B(t).to))??``}%`,()=>`${Math.max(.4,Math.abs(B(r)(B(t).to)-B(r)(B(t).from)))}%`,()=>X(B(t).money).replace(`-`,``)]),U(e,n)}),O(o);var s=I(o,2),c=e=>{var n=jm(),r=P(n),i=e=>{var n=Dm(),r=I(P(n),2);K(r,21,()=>t.worth.renewals,Wr,(e,t)=>{var n=Em(),r=N(n),i=N(r),a=F(i,!0),o=I(i,2),s=F(o,!0),c=I(o,2),l=F(c,!0),u=I(c,2),d=e=>{U(e,xm())},f=e=>{var n=Cm(),r=P(n),i=N(r),a=F(I(i));O(r);var o=I(r,2),s=e=>{U(e,Sm())};G(o,e=>{B(t).probability.calibrated||e(s)}),L((e,t,n)=>{W(i,`${e??``} likely `),W(a,`(${t??``}–${n??``})`)},[()=>$a(B(t).probability.value),()=>$a(B(t).probability.low),()=>$a(B(t).probability.high)]),U(e,n)},p=e=>{U(e,wm())};G(u,e=>{B(t).lost?e(d):B(t).probability?e(f,1):e(p,-1)}),O(r);var m=I(r,2),h=e=>{var n=Tm();K(n,21,()=>B(t).probability.factors.filter(e=>e.name!==`BASE`),Wr,(e,t,n)=>{Te();var r=Ar();L((e,t)=>W(r,`${n>0?` · `:``}${e??``} ${t??``}`),[()=>B(t).note??Q(B(t).name),()=>eo(B(t).logOdds,2)]),U(e,r)}),O(n),U(e,n)};G(m,e=>{B(t).probability&&e(h)}),O(n),L((e,n)=>{W(a,e),W(s,B(t).contract?.name??`contract`),W(l,n)},[()=>to(B(t).due),()=>X(B(t).value)]),U(e,n)}),O(r),U(e,n)};G(r,e=>{t.worth.renewals.length>0&&e(i)});var a=I(r,2),o=e=>{var n=km(),r=I(P(n),2),i=N(r);K(i,17,()=>t.worth.pipeline,e=>e.opportunityId,(e,t)=>{var n=Om(),r=N(n),i=N(r),a=F(i,!0),o=I(i,2),s=F(o,!0),c=F(I(o,2));O(r),O(n),L((e,n,r,i,o)=>{W(a,B(t).product??`deal`),W(s,e),W(c,`of ${n??``} · ${r??``} (${i??``}) · closes ${o??``}`)},[()=>X(B(t).expected),()=>X(B(t).amount),()=>$a(B(t).probability),()=>Q(B(t).probabilitySource),()=>to(B(t).closeDate)]),U(e,n)}),K(I(i,2),17,()=>t.worth.expansion.filter(e=>Number(e.expected?.amount??0)>0),e=>e.product,(e,t)=>{var n=Om(),r=N(n),i=N(r),a=F(i,!0),o=I(i,2),s=F(o,!0),c=F(I(o,2));O(r),O(n),L((e,n)=>{W(a,B(t).product),W(s,e),W(c,`${n??``}${B(t).suppressedByOpportunity?` · an open deal has it already`:``}`)},[()=>X(B(t).expected),()=>B(t).evidence.join(` · `)]),U(e,n)}),O(r),U(e,n)};G(a,e=>{t.worth.pipeline.length+t.worth.expansion.length>0&&e(o)}),K(I(a,2),17,()=>t.worth.notes,Wr,(e,t)=>{var n=Am(),r=F(n,!0);L(()=>W(r,B(t))),U(e,n)}),U(e,n)};G(s,e=>{t.worth&&e(c)}),U(e,a)},$$slots:{default:!0}})}Ge()}var Pm=V(`<p class="card" role="alert"> </p>`),Fm=V(`<div class="card stack"><h1>No such account</h1><p>Nobody has the id <code class="wraps"> </code>, or it is not yours to see. <a>To all customers</a></p></div>`),Im=V(`<a class="segment svelte-1iexvmf"> </a>`),Lm=V(`<span>below <a> </a></span>`),Rm=V(`<span class="at svelte-1iexvmf"></span>`),zm=V(`<p class="small"> </p>`),Bm=V(`<p class="small cap svelte-1iexvmf"> </p>`),Vm=V(`<p><!></p> <div class="range svelte-1iexvmf" role="img"><span class="known svelte-1iexvmf"></span> <!></div> <p class="small soft"> </p> <!> <!> <!>`,1),Hm=V(`<p class="nothing">Nothing was measured.</p>`),Um=V(`<p class="small soft"> </p>`),Wm=V(` <span class="worth svelte-1iexvmf"> </span>`,1),Gm=V(`<li><b> </b><!><p class="small soft"> </p></li>`),Km=V(`<li class="nothing">Nothing is advised: what is known gives no reason for a certain step.</li>`),qm=V(`<p class="small signal svelte-1iexvmf"> </p>`),Jm=V(`<li><b> </b> <span class="soft"> </span></li>`),Ym=V(`<ul class="small actions svelte-1iexvmf"></ul>`),Xm=V(`<li class="row small"><b> </b> <span> </span> <span class="soft"> </span></li>`),Zm=V(`<ul></ul>`),Qm=V(`<div class="grid wide-left"><!> <div class="stack"><!> <!></div></div>`),$m=V(`<div class="stack"><header class="card head svelte-1iexvmf"><div class="who svelte-1iexvmf"><h1 class="wraps"> </h1> <p class="soft small"> </p> <p class="row small"><!> <!> <!></p> <p class="small soft"> </p></div> <div class="score"><p class="small soft">Health</p> <!></div> <div class="score"><p class="small soft">Trust</p> <p class="big svelte-1iexvmf"> </p> <!></div> <div class="score"><p class="small soft">A year</p> <p class="big svelte-1iexvmf"> </p> <p class="small"><b class="risk svelte-1iexvmf"> </b> at risk</p> <p class="small"><b class="growth svelte-1iexvmf"> </b> growth</p> <!></div></header> <section class="card next svelte-1iexvmf" aria-label="What to do next"><h2>Next</h2> <ol class="svelte-1iexvmf"></ol> <!> <!></section> <div class="grid wide-left"><!> <!></div> <!> <!> <!> <!> <div class="grid two"><!> <!></div> <!></div>`),eh=V(`<div class="card waiting svelte-1iexvmf" aria-label="Loading"></div>`);function th(e,t){We(t,!0);let n=k(()=>Va.today),r=k(()=>B(n)?oo(B(n),-365):null),i=new Ga(ta,()=>({id:t.id})),a=new Ga(na,()=>({id:t.id})),o=new Ga(ra,()=>B(r)&&B(n)?{id:t.id,from:B(r),to:B(n)}:null),s=k(()=>i.data?.account),c=k(()=>B(s)?.health),l=k(()=>B(s)?.recommendations??[]),u=k(()=>Ka.value(`stage`)),d=k(()=>B(c)?.trend.likeForLike??B(c)?.trend.delta),f=k(()=>o.data?.account?.health?.explainChange.filter(e=>Math.abs(e.points)>=.1).toSorted((e,t)=>Math.abs(t.points)-Math.abs(e.points))??[]),p=k(()=>(B(s)?.signals??[]).reduce((e,t)=>{let n=e.find(e=>e.signal.rule===t.rule);return n?n.times+=1:e.push({signal:t,times:1}),e},[])),m=k(()=>new Map(B(c)?.stages.flatMap(e=>e.kpis).map(e=>[e.code,e.name]))),h=k(()=>Co(`what-moved-it`,[{head:`KPI`,of:e=>e.code},{head:`Name`,of:e=>B(m).get(e.code)},{head:`Cause`,kind:`code`,of:e=>e.cause},{head:`Points`,kind:`delta`,of:e=>e.points},{head:`From`,kind:`number`,of:e=>e.fromNormalised},{head:`To`,kind:`number`,of:e=>e.toNormalised}],B(f))),g=e=>Ka.set({stage:B(u)===e?null:e});var _=jr();ei(`1iexvmf`,e=>{Tn(()=>{$t.title=`${B(s)?.name??`Account`??``} · Accord`})});var v=P(_),y=e=>{var t=Pm(),n=F(t,!0);L(()=>W(n,i.why.message)),U(e,t)},b=e=>{var n=Fm(),r=I(N(n)),i=I(N(r)),a=F(i,!0),o=I(i,2);O(r),O(n),L(e=>{W(a,t.id),J(o,`href`,e)},[()=>Ya(`/`)]),U(e,n)},x=e=>{var _=$m(),v=N(_),y=N(v),b=N(y),x=F(b,!0),S=I(b,2),C=F(S,!0),w=I(S,2),T=N(w);Go(T,{get position(){return B(s).position}});var ee=I(T,2);K(ee,17,()=>B(s).segments,e=>e.id,(e,t)=>{var n=Im(),r=F(n,!0);L(e=>{J(n,`href`,e),W(r,B(t).name)},[()=>`/?segment=${encodeURIComponent(B(t).id)}`]),U(e,n)});var te=I(ee,2),ne=e=>{var t=Lm(),n=I(N(t)),r=F(n,!0);O(t),L(e=>{J(n,`href`,e),W(r,B(s).parent.name)},[()=>Ya(`/accounts/${B(s).parent.id}`)]),U(e,t)};G(te,e=>{B(s).parent&&e(ne)}),O(w);var re=F(I(w,2));O(y);var ie=I(y,2),ae=I(N(ie),2),oe=e=>{var t=Vm(),n=P(t);So(N(n),{get band(){return B(c).band},get value(){return B(c).value},get confidence(){return B(c).confidence},large:!0}),O(n);var r=I(n,2),i=N(r);let a;var o=I(i,2),s=e=>{var t=Rm();let n;L(()=>n=ui(t,``,n,{left:`${B(c).value??``}%`})),U(e,t)};G(o,e=>{B(c).value!==null&&e(s)}),O(r);var l=I(r,2),u=F(l),f=I(l,2),p=e=>{var t=zm(),n=F(t);L(e=>W(n,`${e??``} in 4 weeks${B(c).trend.likeForLike===null?``:`, like for like`}`),[()=>eo(B(d))]),U(e,t)};G(f,e=>{B(d)!==null&&B(d)!==void 0&&e(p)});var m=I(f,2);K(m,17,()=>B(c).caps,e=>e.code,(e,t)=>{var n=Bm(),r=F(n);L(e=>W(r,`▼ capped at ${e??``}: ${B(t).reason??``}`),[()=>Z(B(t).cap)]),U(e,n)});var h=I(m,2),g=e=>{var t=Bm(),n=F(t);L((e,t)=>W(n,`Set by a person to ${e??``} until ${t??``}`),[()=>Z(B(c).override.value),()=>to(B(c).override.expiresAt)]),U(e,t)};G(h,e=>{B(c).override&&e(g)}),L((e,t,n,o,s,l,d)=>{J(r,`aria-label`,`Between ${e??``} and ${t??``} if the missing were known`),a=ui(i,``,a,{left:`${B(c).low??``}%`,width:n}),W(u,`${o??``}–${s??``} if the missing were known${B(c).caps.length>0?`, before the cap`:``} · coverage ${l??``}, confidence ${d??``}`)},[()=>Z(B(c).low),()=>Z(B(c).high),()=>`${Math.max(1,B(c).high-B(c).low)}%`,()=>Z(B(c).low,0),()=>Z(B(c).high,0),()=>$a(B(c).coverage),()=>Q(B(c).confidence)]),U(e,t)},se=e=>{U(e,Hm())};G(ae,e=>{B(c)?e(oe):e(se,-1)}),O(ie);var ce=I(ie,2),le=I(N(ce),2),ue=F(le,!0),de=I(le,2),fe=e=>{var t=Um(),n=F(t);L(e=>W(n,`weakest: ${e??``}`),[()=>Q(B(s).trust.weakest)]),U(e,t)};G(de,e=>{B(s).trust?.weakest&&e(fe)}),O(ce);var pe=I(ce,2),me=I(N(pe),2),he=F(me,!0),ge=I(me,2),_e=F(N(ge),!0);Te(),O(ge);var ve=I(ge,2),ye=F(N(ve),!0);Te(),O(ve);var be=I(ve,2),xe=e=>{var t=Um(),n=F(t);L((e,t)=>W(n,`renews ${e??``}${t??``}`),[()=>to(B(s).nextRenewal.end),()=>B(s).nextRenewal.daysToEnd===null?``:`, in ${ao(B(s).nextRenewal.daysToEnd,`day`)}`]),U(e,t)};G(be,e=>{B(s).nextRenewal&&e(xe)}),O(pe),O(v);var E=I(v,2),Se=I(N(E),2);K(Se,21,()=>B(l),e=>e.code,(e,t)=>{var n=Gm(),r=N(n),i=F(r,!0),a=I(r),o=e=>{var n=Wm(),r=P(n,!0);r.nodeValue=` `;var i=F(I(r));L(e=>W(i,`worth ${e??``}`),[()=>X(B(t).expectedValue)]),U(e,n)},s=k(()=>Number(B(t).expectedValue?.amount??0)>0);G(a,e=>{B(s)&&e(o)});var c=F(I(a),!0);O(n),L(e=>{W(i,B(t).title),W(c,e)},[()=>B(t).because.join(` · `)]),U(e,n)},e=>{U(e,Km())}),O(Se);var D=I(Se,2);K(D,17,()=>B(p),({signal:e,times:t})=>e.rule,(e,t)=>{let n=()=>B(t).signal,r=()=>B(t).times;var i=qm(),a=F(i);L((e,t)=>W(a,`▲ ${e??``}${r()>1?` (${r()})`:``} since ${t??``}${n().suggested?`: ${n().suggested.title}`:``}`),[()=>io(n().rule),()=>to(n().raisedAt)]),U(e,i)});var Ce=I(D,2),we=e=>{var t=Ym();K(t,21,()=>B(s).actions.slice(0,6),e=>e.id,(e,t)=>{var n=Jm(),r=N(n),i=F(r,!0),a=I(r),o=F(I(a));O(n),L((e,n,r,s,c)=>{W(i,e),W(a,` ${n??``} `),W(o,`${r??``}${B(t).overdue?`, late`:``}${s??``}${c??``}`)},[()=>Q(B(t).status),()=>B(t).title??Q(B(t).trigger),()=>B(t).dueAt?`due ${to(B(t).dueAt)}`:``,()=>B(t).verdict?` · ${Q(B(t).verdict)}`:``,()=>B(t).effect===null?``:` ${eo(B(t).effect)} ± ${Z(B(t).standardError)}`]),U(e,n)}),O(t),U(e,t)};G(Ce,e=>{B(s).actions.length>0&&e(we)}),O(E);var Ee=I(E,2),De=N(Ee),Oe=e=>{tp(e,{get stages(){return B(c).stages},get asking(){return i},get chosen(){return B(u)},choose:g})};G(De,e=>{B(c)&&e(Oe)}),fm(I(De,2),{get trust(){return B(s).trust},get asking(){return i}}),O(Ee);var ke=I(Ee,2),Ae=e=>{var n=Qm(),a=N(n);ms(a,{get health(){return B(c)},get asking(){return i},get stage(){return B(u)},clear:()=>Ka.set({stage:null})});var s=I(a,2),l=N(s);ym(l,{get id(){return t.id},get health(){return B(c)}});var d=I(l,2);{let e=k(()=>to(B(r))),t=k(()=>o.data&&B(f).length===0?`Nothing moved it by a tenth of a point.`:null);$(d,{title:`What moved it`,get question(){return`Since ${B(e)??``}; the parts add up`},get asking(){return o},get table(){return B(h)},get nothing(){return B(t)},children:(e,t)=>{var n=Zm();K(n,21,()=>B(f).slice(0,10),e=>e.code+e.cause,(e,t)=>{var n=Xm(),r=N(n);let i;var a=F(r,!0),o=I(r,2),s=F(o,!0),c=F(I(o,2));O(n),L((e,n,o,l)=>{i=q(r,1,`svelte-1iexvmf`,null,i,{risk:B(t).points<0,growth:B(t).points>0}),W(a,e),W(s,n),W(c,`${o??``}${l??``}`)},[()=>eo(B(t).points,2),()=>B(m).get(B(t).code)??Q(B(t).code),()=>B(t).cause===B(t).code?``:Q(B(t).cause),()=>B(t).fromNormalised!==null||B(t).toNormalised!==null?`, ${Z(B(t).fromNormalised)} → ${Z(B(t).toNormalised)}`:``]),U(e,n)}),O(n),U(e,n)},$$slots:{default:!0}})}O(s),O(n),U(e,n)};G(ke,e=>{B(c)&&e(Ae)});var je=I(ke,2);Nm(je,{get worth(){return B(s).opportunity},get asking(){return i}});var Me=I(je,2);{let e=k(()=>a.data?.account?.stakeholders??[]),t=k(()=>a.data?.account?.people);cp(Me,{get all(){return B(e)},get people(){return B(t)},get asking(){return a}})}var Ne=I(Me,2),Pe=e=>{{let t=k(()=>o.data?.account);rm(e,{get past(){return B(t)},get asking(){return o},get from(){return B(r)},get until(){return B(n)}})}};G(Ne,e=>{B(r)&&B(n)&&e(Pe)});var Fe=I(Ne,2),Ie=N(Fe);{let e=k(()=>o.data?.account?.feedback??[]);Xo(Ie,{get all(){return B(e)},get asking(){return o}})}ws(I(Ie,2),{get id(){return t.id}}),O(Fe),$o(I(Fe,2),{get sources(){return B(s).freshness},get asking(){return i}}),O(_),L((e,t,n,r,i)=>{J(v,`data-account`,B(s).id),W(x,B(s).name),W(C,e),W(re,`${B(s).owner?.name?`Owner: ${B(s).owner.name}`:`Nobody owns it`}${B(s).champion?` · Champion: ${B(s).champion.contact.name??`name not shown`}${B(s).champion.left?` (left)`:``}`:` · No champion is known`}`),W(ue,t),W(he,n),W(_e,r),W(ye,i)},[()=>[B(s).legalName===B(s).name?null:B(s).legalName,B(s).country,B(s).industry,B(s).linesOfBusiness.join(`, `)].filter(Boolean).join(` · `),()=>Z(B(s).trust?.value),()=>X(B(s).opportunity?.arr??B(s).arr),()=>X(B(s).opportunity?.atRisk),()=>X(B(s).opportunity?.growthExpected)]),U(e,_)},S=e=>{U(e,eh())};G(v,e=>{i.why&&!i.data?e(y):i.data&&!B(s)?e(b,1):B(s)?e(x,2):e(S,-1)}),U(e,_),Ge()}var nh=V(`<a class="plain"> </a>`),rh=V(`<p class="small soft"> </p>`),ih=V(`<div class="card headline svelte-rzx8p4"><p class="small soft"> </p> <p><!></p> <!> <!></div>`);function ah(e,t){let n=Ii(t,`tone`,3,`plain`);var r=ih(),i=N(r),a=F(i,!0),o=I(i,2),s=N(o),c=e=>{var n=nh(),r=F(n,!0);L(()=>{J(n,`href`,t.to),W(r,t.value)}),U(e,n)},l=e=>{var n=Ar();L(()=>W(n,t.value)),U(e,n)};G(s,e=>{t.to?e(c):e(l,-1)}),O(o);var u=I(o,2),f=e=>{var n=rh(),r=F(n,!0);L(()=>W(r,t.note)),U(e,n)};G(u,e=>{t.note&&e(f)}),$r(I(u,2),()=>t.children??d),O(r),L(()=>{J(r,`data-headline`,t.label),W(a,t.label),q(o,1,`value ${n()??``}`,`svelte-rzx8p4`)}),U(e,r)}var oh=H(`<line class="carry svelte-adefr8"></line>`),sh=H(`<text text-anchor="middle"> </text>`),ch=H(`<rect></rect><!><text class="strong" text-anchor="middle"> </text><!>`,1),lh=V(`<div><svg role="img" class="svelte-adefr8"><defs><pattern id="untold" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><line class="hatch svelte-adefr8" x1="0" y1="0" x2="0" y2="6"></line></pattern></defs><!></svg></div> <p class="small soft">The hub gives no range of the sums yet: what is at risk is an expectation, not a bound.</p>`,1);function uh(e,t){We(t,!0);let n=k(()=>{if(!t.summary?.arr)return[];let{arr:e}=t.summary,n=Number(e.amount),r=[{name:`A year now`,money:e,from:0,to:n,kind:`whole`}],i=(e,t,i,a)=>{let o=Math.abs(Qa(t)??0);t&&o!==0&&(r.push({name:e,money:t,from:n,to:n+i*o,kind:a}),n+=i*o)};return i(`At risk`,t.summary.atRisk,-1,`less`),i(`Nobody can tell`,t.summary.unknownAtRisk,-1,`unknown`),i(`Growth`,t.summary.growthExpected,1,`more`),r.push({name:`Expected`,money:{amount:String(n),currency:e.currency},from:0,to:n,kind:`whole`}),r}),[r,i,a]=[244,24,40],o=j(560),s=k(()=>Of([0,Math.max(1,...B(n).flatMap(e=>[e.from,e.to]))],[r-a,i])),c=k(()=>B(o)/Math.max(1,B(n).length)),l=e=>{let[t=``,...n]=e.split(` `);return e.length*6.5<B(c)||n.length===0?[e]:[t,n.join(` `)]},u=e=>`${e.kind===`less`||e.kind===`unknown`?`−`:e.kind===`more`?`+`:``}${X(e.money).replace(`-`,``)}`,d=k(()=>Co(`revenue-bridge`,[{head:`Step`,of:e=>e.name},{head:`Amount`,kind:`money`,of:e=>e.money}],B(n)));{let i=k(()=>t.asking.data&&B(n).length===0?`No recurring revenue is known.`:null);$(e,{title:`Revenue bridge`,question:`From a year’s revenue today to what may be expected in 12 months`,get asking(){return t.asking},get table(){return B(d)},get nothing(){return B(i)},children:(e,t)=>{var i=lh(),d=P(i),f=N(d);K(I(N(f)),19,()=>B(n),e=>e.name,(e,t,i)=>{let o=k(()=>B(i)*B(c)+B(c)*.14);var d=ch(),f=P(d),p=I(f),m=e=>{var n=oh();L((e,t)=>{J(n,`x1`,B(o)+B(c)*.72),J(n,`x2`,(B(i)+1)*B(c)+B(c)*.14),J(n,`y1`,e),J(n,`y2`,t)},[()=>B(s)(B(t).to),()=>B(s)(B(t).to)]),U(e,n)};G(p,e=>{B(i)<B(n).length-1&&e(m)});var h=I(p),g=F(h,!0);K(I(h),17,()=>l(B(t).name),Wr,(e,t,n)=>{var o=sh(),s=F(o,!0);L(()=>{J(o,`x`,B(i)*B(c)+B(c)/2),J(o,`y`,r-a+16+n*14),W(s,B(t))}),U(e,o)}),L((e,n,r,a)=>{q(f,0,`step ${B(t).kind??``}`,`svelte-adefr8`),J(f,`x`,B(o)),J(f,`width`,B(c)*.72),J(f,`y`,e),J(f,`height`,n),J(h,`x`,B(i)*B(c)+B(c)/2),J(h,`y`,r),W(g,a)},[()=>B(s)(Math.max(B(t).from,B(t).to)),()=>Math.max(1.5,Math.abs(B(s)(B(t).from)-B(s)(B(t).to))),()=>B(s)(Math.max(B(t).from,B(t).to))-6,()=>u(B(t))]),U(e,d)}),O(f),O(d),Te(2),L(e=>{J(f,`viewBox`,`0 0 ${B(o)??``} ${r??``}`),J(f,`aria-label`,e)},[()=>B(n).map(e=>`${e.name} ${u(e)}`).join(`, `)]),ji(d,`clientWidth`,e=>M(o,e)),U(e,i)},$$slots:{default:!0}})}Ge()}var dh=V(`<span class="row screen-only small"><button>Accounts</button> <button>Revenue</button></span>`),fh=H(`<text class="inside svelte-1t3bsj5" text-anchor="middle"> </text>`),ph=H(`<rect></rect><!>`,1),mh=H(`<text text-anchor="middle">not kept</text>`),hh=H(`<!><text text-anchor="middle"> </text>`,1),gh=V(`<div><svg role="img" aria-label="Bands week by week; the table has the numbers" class="svelte-1t3bsj5"><defs><pattern id="unseen" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><line class="hatch svelte-1t3bsj5" x1="0" y1="0" x2="0" y2="5"></line></pattern></defs><!></svg></div> <p class="small soft legend svelte-1t3bsj5">From below: <span class="red svelte-1t3bsj5">▼ red</span>, <span class="amber svelte-1t3bsj5">◆ amber</span>, <span class="green svelte-1t3bsj5">● green</span>, hatched: nobody knows. Each week as it was told then.</p>`,1);function _h(e,t){We(t,!0);let n=e=>{var t=dh(),n=N(t),r=I(n,2);O(t),L(()=>{J(n,`aria-pressed`,!B(s)),J(r,`aria-pressed`,B(s))}),br(`click`,n,()=>Ka.set({by:null})),br(`click`,r,()=>Ka.set({by:`money`})),U(e,t)},r=[`a`,`b`,`c`,`d`,`e`,`f`,`g`,`h`],i=[`RED`,`AMBER`,`GREEN`,`UNKNOWN`],a=k(()=>Va.today?r.map((e,t)=>oo(Va.today??``,-7*(r.length-1-t))):null),o=new Ga(la,()=>{if(!B(a))return null;let[e,t,n,r,i,o,s,c]=B(a);return{filter:Ja(),a:e,b:t,c:n,d:r,e:i,f:o,g:s,h:c}}),s=k(()=>Ka.value(`by`)===`money`),c=k(()=>{let{data:e}=o;return!e||!B(a)?[]:r.map((t,n)=>{let r=e[t],o={RED:0,AMBER:0,GREEN:0,UNKNOWN:0},s={...o};for(let e of r){let t=i.find(t=>t===e.keys[0]?.value)??`UNKNOWN`;o[t]+=e.accounts,s[t]+=Qa(e.arr)??0}let c=r.some(e=>e.coverage>0);return{day:B(a)[n]??``,told:c,counts:o,arr:s,currency:r.find(e=>e.arr)?.arr?.currency??null}})}),l=k(()=>B(c).filter(e=>e.told)),[u,d,f]=[230,10,26],p=j(560),m=(e,t)=>B(s)?e.arr[t]:e.counts[t],h=e=>i.reduce((t,n)=>t+m(e,n),0),g=k(()=>Of([0,Math.max(1,...B(l).map(h))],[u-f,d])),_=k(()=>B(p)/r.length),v=(e,t)=>B(s)?e.currency?X({amount:String(e.arr[t]),currency:e.currency}):`–`:Z(e.counts[t],0),y=e=>{let t=0;return i.map(n=>{let[r,i]=[t,t+m(e,n)];return t=i,{band:n,top:B(g)(i),height:B(g)(r)-B(g)(i),value:m(e,n)}})},b=k(()=>Co(`health-over-time`,[{head:`Day`,kind:`day`,of:e=>e.day},...i.map(e=>({head:io(e),kind:`number`,of:t=>t.told?t.counts[e]:null})),...i.map(e=>({head:`${io(e)} a year`,kind:`money`,of:t=>t.told&&t.currency?{amount:String(t.arr[e]),currency:t.currency}:null}))],B(c)));{let t=k(()=>o.data&&B(l).length===0?`No scores are kept of these weeks yet.`:null);$(e,{title:`Health over time`,question:`Is the portfolio getting better?`,get asking(){return o},get table(){return B(b)},get beside(){return n},get nothing(){return B(t)},children:(e,t)=>{var n=gh(),r=P(n),i=N(r);K(I(N(i)),19,()=>B(c),e=>e.day,(e,t,n)=>{var r=hh(),i=P(r),a=e=>{var r=jr();K(P(r),17,()=>y(B(t)),e=>e.band,(e,r)=>{var i=jr(),a=P(i),o=e=>{var i=ph(),a=P(i),o=I(a),s=e=>{var i=fh(),a=F(i,!0);L(e=>{J(i,`x`,B(n)*B(_)+B(_)/2),J(i,`y`,B(r).top+B(r).height/2+4),W(a,e)},[()=>v(B(t),B(r).band)]),U(e,i)};G(o,e=>{B(r).height>13&&e(s)}),L(e=>{q(a,0,`band ${e??``}`,`svelte-1t3bsj5`),J(a,`x`,B(n)*B(_)+B(_)*.1),J(a,`width`,B(_)*.8),J(a,`y`,B(r).top),J(a,`height`,B(r).height)},[()=>B(r).band.toLowerCase()]),U(e,i)};G(a,e=>{B(r).value>0&&e(o)}),U(e,i)}),U(e,r)},o=e=>{var t=mh();L(()=>{J(t,`x`,B(n)*B(_)+B(_)/2),J(t,`y`,u-f-8)}),U(e,t)};G(i,e=>{B(t).told?e(a):e(o,-1)});var s=I(i),c=F(s,!0);L(e=>{J(s,`x`,B(n)*B(_)+B(_)/2),J(s,`y`,u-8),W(c,e)},[()=>to(B(t).day).replace(/,? \d{4}$/,``)]),U(e,r)}),O(i),O(r),Te(2),L(()=>J(i,`viewBox`,`0 0 ${B(p)??``} ${u??``}`)),ji(r,`clientWidth`,e=>M(p,e)),U(e,n)},$$slots:{default:!0}})}Ge()}xr([`click`]);var vh=V(`<a> </a>`),yh=V(`<li class="svelte-17r7hgj"><span class="name wraps"><!> <span class="small soft"> </span></span> <span class="bars svelte-17r7hgj" aria-hidden="true"><span class="risk svelte-17r7hgj"></span><span class="growth svelte-17r7hgj"></span></span> <span class="sums small svelte-17r7hgj"><b class="red svelte-17r7hgj"> </b> <b class="green svelte-17r7hgj"> </b></span></li>`),bh=V(`<ul></ul> <p class="small soft"> </p>`,1);function xh(e,t){We(t,!0);let n=e=>e.keys[0]?.label??`not known`,r=e=>e.keys[0]?.value?Ya(`/`,{[t.narrow]:e.keys[0].value}):null,i=k(()=>[...t.groups].sort((e,t)=>(Qa(t.atRisk)??0)-(Qa(e.atRisk)??0))),a=k(()=>Math.max(1,...t.groups.flatMap(e=>[Qa(e.atRisk)??0,Qa(e.growthExpected)??0]))),o=e=>(Qa(e)??0)/B(a)*100,s=k(()=>Co(t.narrow===`country`?`by-country`:`by-line-of-business`,[{head:t.title.replace(`By `,``),of:n,to:r},{head:`Accounts`,kind:`number`,of:e=>e.accounts},{head:`A year`,kind:`money`,of:e=>e.arr},{head:`At risk`,kind:`money`,of:e=>e.atRisk},{head:`Growth`,kind:`money`,of:e=>e.growthExpected},{head:`NRR %`,kind:`number`,of:e=>e.nrr},{head:`Health`,kind:`number`,of:e=>e.healthMean},{head:`Trust`,kind:`number`,of:e=>e.trustMean},{head:`Coverage`,kind:`share`,of:e=>e.coverage},{head:`Red`,kind:`number`,of:e=>e.health.red},{head:`Amber`,kind:`number`,of:e=>e.health.amber},{head:`Green`,kind:`number`,of:e=>e.health.green},{head:`Unknown`,kind:`number`,of:e=>e.health.unknown}],B(i)));$(e,{get title(){return t.title},question:`Where is the money in danger, where does it grow?`,get asking(){return t.asking},get table(){return B(s)},children:(e,t)=>{var a=bh(),s=P(a);K(s,21,()=>B(i).slice(0,12),Wr,(e,t)=>{let i=k(()=>r(B(t)));var a=yh(),s=N(a),c=N(s),l=e=>{var r=vh(),a=F(r,!0);L(e=>{J(r,`href`,B(i)),W(a,e)},[()=>n(B(t))]),U(e,r)},u=e=>{var r=Ar();L(e=>W(r,e),[()=>n(B(t))]),U(e,r)};G(c,e=>{B(i)?e(l):e(u,-1)});var d=I(c,1,!0);d.nodeValue=` `;var f=F(I(d));O(s);var p=I(s,2),m=N(p);let h;var g=I(m);let _;O(p);var v=I(p,2),y=N(v),b=F(y,!0),x=F(I(y,2),!0);O(v),O(a),L((e,t,n,r,i,a)=>{W(f,`${e??``}, health ${t??``}`),h=ui(m,``,h,{width:n}),_=ui(g,``,_,{width:r}),W(b,i),W(x,a)},[()=>ao(B(t).accounts,`account`),()=>Z(B(t).healthMean,0),()=>`${o(B(t).atRisk)??``}%`,()=>`${o(B(t).growthExpected)??``}%`,()=>X(B(t).atRisk),()=>X(B(t).growthExpected)]),U(e,a)}),O(s);var c=F(I(s,2));L(()=>W(c,`First bar: at risk; second: growth.${B(i).length>12?` The first 12 of ${B(i).length}; the table has all.`:``}`)),U(e,a)},$$slots:{default:!0}}),Ge()}var Sh=V(`<p class="soft small"> </p>`),Ch=V(`<p class="card" role="alert"> </p>`),wh=V(`<div class="grid headlines svelte-ahk51c"><!> <!> <!> <!> <!></div>`),Th=V(`<li class="svelte-ahk51c"><!><a class="wraps"> </a><span><b class="risk svelte-ahk51c"> </b> <span class="small soft"> </span></span></li>`),Eh=V(`<ol class="svelte-ahk51c"></ol>`),Dh=V(`<li class="svelte-ahk51c"><!><a class="wraps"> </a><span><b class="growth svelte-ahk51c"> </b> <span class="small soft"> </span></span></li>`),Oh=V(`<progress max="1" class="svelte-ahk51c"></progress>`),kh=V(`<p class="small soft"> </p>`),Ah=V(`<li class="svelte-ahk51c"><p class="row"><b> </b> <span class="small soft"> </span></p> <p class="small"> <b> </b> </p> <!> <!></li>`),jh=V(`<ul class="goals svelte-ahk51c"></ul>`),Mh=V(` <a class="small"> <span class="unseen"></span></a>`,1),Nh=V(`<li class="svelte-ahk51c"> <!></li>`),Ph=V(`<ul class="story svelte-ahk51c"></ul>`),Fh=V(`<b> </b> `,1),Ih=V(`<ul class="small"><li>The source furthest behind: <b> </b></li> <li>Moments that matter and are measured: <b> </b></li> <li>Perception agrees with facts: <b> </b></li> <li>Beacon: <!></li></ul>`),Lh=V(`<div class="stack"><div class="row top svelte-ahk51c"><h1>What it adds up to</h1> <!></div> <!> <!> <div class="grid two"><!> <!></div> <div class="grid two"><!> <!> <!> <!> <!> <div class="stack"><!> <!></div></div></div>`);function Rh(e,t){We(t,!0);let n=new Ga(sa,()=>({filter:Ja()})),r=new Ga(ca,()=>({filter:Ja()})),i=k(()=>n.data?.executiveSummary),a=(e,t)=>e.currency&&t!==null?X({amount:String(t),currency:e.currency}):Z(t),o=e=>e.replace(/ ?\[[^\]]*\]\.?/g,``).replace(/\.?$/,`.`),s=k(()=>Co(`goals`,[{head:`Goal`,of:e=>e.name},{head:`Outcome`,kind:`code`,of:e=>e.outcome},{head:`At the outset`,kind:`number`,of:e=>e.baseline},{head:`Since`,kind:`day`,of:e=>e.baselineOn},{head:`Now`,kind:`number`,of:e=>e.current},{head:`Goal value`,kind:`number`,of:e=>e.target},{head:`Due`,kind:`day`,of:e=>e.due},{head:`On track`,of:e=>e.onTrack===null?null:e.onTrack?`yes`:`no`}],B(i)?.goals??[])),c=k(()=>Co(`top-risks`,[{head:`Account`,of:e=>e.name,to:e=>Ya(`/accounts/${e.id}`)},{head:`At risk`,kind:`money`,of:e=>e.opportunity?.atRisk},{head:`A year`,kind:`money`,of:e=>e.opportunity?.arr},{head:`Health`,kind:`number`,of:e=>e.health?.value}],B(i)?.topRisks??[])),l=k(()=>Co(`top-growth`,[{head:`Account`,of:e=>e.name,to:e=>Ya(`/accounts/${e.id}`)},{head:`Growth`,kind:`money`,of:e=>e.opportunity?.growthExpected},{head:`A year`,kind:`money`,of:e=>e.opportunity?.arr},{head:`Health`,kind:`number`,of:e=>e.health?.value}],B(i)?.topGrowth??[]));var u=Lh();ei(`ahk51c`,e=>{Sn(()=>{$t.title=`Executive · Accord`})});var d=N(u),f=I(N(d),2),p=e=>{var t=Sh(),n=F(t);L((e,r,a)=>{J(t,`data-as-of`,B(i).asOf),W(n,`As of ${e??``} · ${r??``} · coverage ${a??``}`)},[()=>to(B(i).asOf),()=>ao(B(i).accounts,`account`),()=>$a(B(i).coverage)]),U(e,t)};G(f,e=>{B(i)&&e(p)}),O(d);var m=I(d,2),h=e=>{var t=Ch(),r=F(t,!0);L(()=>W(r,n.why.message)),U(e,t)};G(m,e=>{n.why&&!n.data&&e(h)});var g=I(m,2),_=e=>{var t=wh(),n=N(t);{let e=k(()=>X(B(i).arr)),t=k(()=>Z(B(i).health.median));ah(n,{label:`Revenue a year`,get value(){return B(e)},get note(){return`median health ${B(t)??``}`}})}var r=I(n,2);{let e=k(()=>B(i).nrr===null?`–`:`${Z(B(i).nrr)} %`),t=k(()=>B(i).grr===null?`–`:`${Z(B(i).grr)} %`),n=k(()=>B(i).nrr!==null&&B(i).nrr<100?`red`:`plain`);ah(r,{label:`Kept and grown`,get value(){return B(e)},get note(){return`NRR; GRR ${B(t)??``}`},get tone(){return B(n)}})}var a=I(r,2);{let e=k(()=>X(B(i).atRisk)),t=k(()=>B(i).unknownAtRisk&&Number(B(i).unknownAtRisk.amount)>0?`and ${X(B(i).unknownAtRisk)} where nobody can tell`:`in the next 12 months`);ah(a,{label:`At risk`,get value(){return B(e)},tone:`red`,get note(){return B(t)}})}var o=I(a,2);{let e=k(()=>X(B(i).growthExpected)),t=k(()=>X(B(i).net));ah(o,{label:`Growth expected`,get value(){return B(e)},tone:`green`,get note(){return`net ${B(t)??``}`}})}var s=I(o,2);{let e=k(()=>B(i).goals.length===0?`–`:`${B(i).goals.filter(e=>e.onTrack).length} of ${B(i).goals.length}`),t=k(()=>B(i).goals.length===0?`none is set`:`${B(i).goals.filter(e=>e.onTrack===null).length} cannot be told`);ah(s,{label:`Goals on track`,get value(){return B(e)},get note(){return B(t)}})}O(t),U(e,t)};G(g,e=>{B(i)&&e(_)});var v=I(g,2),y=N(v);uh(y,{get summary(){return B(i)},get asking(){return n}}),_h(I(y,2),{}),O(v);var b=I(v,2),x=N(b);$(x,{title:`Largest risks`,question:`Where the most money is in danger`,get asking(){return n},get table(){return B(c)},children:(e,t)=>{var n=Eh();K(n,21,()=>B(i)?.topRisks??[],e=>e.id,(e,t)=>{var n=Th(),r=N(n);{let e=k(()=>B(t).health?.band),n=k(()=>B(t).health?.value??null),i=k(()=>B(t).health?.confidence);So(r,{get band(){return B(e)},get value(){return B(n)},get confidence(){return B(i)}})}var i=I(r),a=F(i,!0),o=I(i),s=N(o),c=F(s,!0),l=F(I(s,2));O(o),O(n),L((e,n,r)=>{J(i,`href`,e),W(a,B(t).name),W(c,n),W(l,`of ${r??``}`)},[()=>Ya(`/accounts/${B(t).id}`),()=>X(B(t).opportunity?.atRisk),()=>X(B(t).opportunity?.arr)]),U(e,n)}),O(n),U(e,n)},$$slots:{default:!0}});var S=I(x,2);$(S,{title:`Largest growth`,question:`Where the most can be won`,get asking(){return n},get table(){return B(l)},children:(e,t)=>{var n=Eh();K(n,21,()=>B(i)?.topGrowth??[],e=>e.id,(e,t)=>{var n=Dh(),r=N(n);{let e=k(()=>B(t).health?.band),n=k(()=>B(t).health?.value??null),i=k(()=>B(t).health?.confidence);So(r,{get band(){return B(e)},get value(){return B(n)},get confidence(){return B(i)}})}var i=I(r),a=F(i,!0),o=I(i),s=N(o),c=F(s,!0),l=F(I(s,2));O(o),O(n),L((e,n,r)=>{J(i,`href`,e),W(a,B(t).name),W(c,n),W(l,`beside ${r??``}`)},[()=>Ya(`/accounts/${B(t).id}`),()=>X(B(t).opportunity?.growthExpected),()=>X(B(t).opportunity?.arr)]),U(e,n)}),O(n),U(e,n)},$$slots:{default:!0}});var C=I(S,2);{let e=k(()=>r.data?.countries??[]);xh(C,{title:`By country`,narrow:`country`,get groups(){return B(e)},get asking(){return r}})}var w=I(C,2);{let e=k(()=>r.data?.lines??[]);xh(w,{title:`By line of business`,narrow:`line`,get groups(){return B(e)},get asking(){return r}})}var T=I(w,2);{let e=k(()=>B(i)&&B(i).goals.length===0?`No goal is set; setGoal freezes where it starts from.`:null);$(T,{title:`Goals`,question:`What was promised, and where we are`,get asking(){return n},get table(){return B(s)},get nothing(){return B(e)},children:(e,t)=>{var n=jh();K(n,21,()=>B(i)?.goals??[],e=>e.id,(e,t)=>{var n=Ah(),r=N(n),i=N(r),o=F(i),s=F(I(i,2));O(r);var c=I(r,2),l=N(c),u=I(l),d=F(u,!0),f=I(u);O(c);var p=I(c,2),m=e=>{var n=Oh();L((e,r)=>{Si(n,e),J(n,`aria-label`,`${B(t).name??``}: ${r??``} of the way`)},[()=>Math.max(0,Math.min(1,B(t).progress)),()=>$a(B(t).progress)]),U(e,n)};G(p,e=>{B(t).progress!==null&&e(m)}),K(I(p,2),17,()=>B(t).warnings,Wr,(e,t)=>{var n=kh(),r=F(n);L(()=>W(r,`▲ ${B(t)??``}`)),U(e,n)}),O(n),L((e,n,r,i,a)=>{W(o,`${B(t).onTrack===null?`○`:B(t).onTrack?`●`:`▼`} ${B(t).name??``}`),W(s,`due ${e??``} · ${B(t).onTrack===null?`cannot be told`:B(t).onTrack?`on track`:`behind`}`),W(l,`${n??``} on ${r??``} → `),W(d,i),W(f,` now → ${a??``}`)},[()=>to(B(t).due),()=>a(B(t),B(t).baseline),()=>to(B(t).baselineOn),()=>a(B(t),B(t).current),()=>a(B(t),B(t).target)]),U(e,n)}),O(n),U(e,n)},$$slots:{default:!0}})}var ee=I(T,2),te=N(ee);{let e=k(()=>B(i)&&B(i).sentences.length===0?`There is nothing to tell.`:null);$(te,{title:`In words`,question:`Each sentence stands on what it links to`,get asking(){return n},get nothing(){return B(e)},children:(e,t)=>{var n=Ph();K(n,21,()=>B(i)?.sentences??[],Wr,(e,t,n)=>{var r=Nh(),i=N(r,!0);K(I(i),17,()=>B(t).facts,Wr,(e,r,i)=>{var a=jr(),o=P(a),s=e=>{var a=Mh(),o=P(a,!0);o.nodeValue=` `;var s=I(o),c=N(s),l=I(c);l.textContent=`the account of sentence ${n+1}`,O(s),L(e=>{J(s,`href`,e),W(c,`see${B(t).facts.length>1?` ${i+1}`:``}`)},[()=>Ya(`/accounts/${B(r)}`)]),U(e,a)},c=k(()=>B(r).startsWith(`acc_`));G(o,e=>{B(c)&&e(s)}),U(e,a)}),O(r),L(e=>W(i,e),[()=>o(B(t).text)]),U(e,r)}),O(n),U(e,n)},$$slots:{default:!0}})}var ne=I(te,2),re=e=>{$(e,{title:`Can it be believed?`,question:`What stands behind these numbers`,get asking(){return n},children:(e,t)=>{var n=Ih(),r=N(n),a=F(I(N(r)),!0);O(r);var o=I(r,2),s=F(I(N(o)),!0);O(o);var c=I(o,2),l=F(I(N(c)),!0);O(c);var u=I(c,2),d=I(N(u)),f=e=>{var t=Fh(),n=P(t),r=F(n,!0),a=I(n);L((e,t)=>{W(r,B(i).beacon.metric),W(a,`${e??``}, AUC ${t??``} (n ${B(i).beacon.n??``}, ${B(i).beacon.events??``} events): ${B(i).beacon.verdict??``}`)},[()=>B(i).beacon.role?` of ${Q(B(i).beacon.role)}`:``,()=>Z(B(i).beacon.auc,2)]),U(e,t)},p=e=>{var t=Ar();L(()=>W(t,B(i).beacon.verdict)),U(e,t)};G(d,e=>{B(i).beacon.metric?e(f):e(p,-1)}),O(u),O(n),L((e,t,n)=>{W(a,e),W(s,t),W(l,n)},[()=>B(i).selfCheck.dataAge===null?`none was ever read`:`${ro(B(i).selfCheck.dataAge*3600)} old`,()=>$a(B(i).selfCheck.momentsMeasured),()=>$a(B(i).selfCheck.perceptionAndFacts)]),U(e,n)},$$slots:{default:!0}})};G(ne,e=>{B(i)&&e(re)}),O(ee),O(b),O(u),U(e,u),Ge()}var zh=V(`<th class="svelte-1p4r66c"><span class="small"> </span></th>`),Bh=V(`<td><span> </span></td>`),Vh=V(`<tr><th scope="row" class="wraps svelte-1p4r66c"> </th><!><td> </td></tr>`),Hh=V(`<div class="holds svelte-1p4r66c"><table><thead><tr><th class="svelte-1p4r66c">Source</th><!><th class="svelte-1p4r66c"><span class="small">Trust</span></th></tr></thead><tbody></tbody></table></div> <p class="small soft"> </p>`,1);function Uh(e,t){We(t,!0);let n=new Ga(Ea,()=>({}),!1),r=k(()=>n.data?.healthModel.stages??[]),i=(e,t)=>t.kpis.filter(t=>e.servesKpis.includes(t.code)),a=e=>e.servesKpis.filter(e=>e.startsWith(`trust.`)),o=k(()=>B(r).flatMap(e=>e.kpis.filter(e=>!t.connectors.some(t=>t.servesKpis.includes(e.code))))),s=k(()=>Co(`freshness-and-coverage`,[{head:`Source`,of:e=>e.source},{head:`State`,kind:`code`,of:e=>e.state},{head:`Stage`,kind:`code`,of:e=>e.stage},{head:`KPIs`,of:e=>e.kpis}],t.connectors.flatMap(e=>B(r).flatMap(t=>{let n=i(e,t);return n.length>0?[{source:String(e.id),state:e.state,stage:t.stage,kpis:n.map(e=>e.code).join(` `)}]:[]}))));$(e,{title:`What hangs on whom`,question:`Which source feeds which part of the score, and is it on time?`,get asking(){return t.asking},get table(){return B(s)},children:(e,n)=>{var s=Hh(),c=P(s),l=N(c),u=N(l),d=N(u);K(I(N(d)),17,()=>B(r),e=>e.stage,(e,t)=>{var n=zh(),r=F(N(n),!0);O(n),L(e=>W(r,e),[()=>io(B(t).stage)]),U(e,n)}),Te(),O(d),O(u);var f=I(u);K(f,21,()=>t.connectors,e=>e.id,(e,t)=>{var n=Vh(),o=N(n),s=F(o,!0),c=I(o);K(c,17,()=>B(r),e=>e.stage,(e,n)=>{let r=k(()=>i(B(t),B(n)));var a=Bh();let o;var s=N(a),c=F(s,!0);O(a),L(e=>{o=q(a,1,`svelte-1p4r66c`,null,o,{fed:B(r).length>0,late:B(r).length>0&&B(t).state!==`OK`}),J(s,`title`,e),W(c,B(r).length>0?`${B(t).state===`OK`?`●`:`▲`} ${B(r).length}`:``)},[()=>B(r).map(e=>e.name).join(`, `)]),U(e,a)});var l=I(c);let u;var d=F(l,!0);O(n),L((e,n,r)=>{W(s,B(t).id),u=q(l,1,`svelte-1p4r66c`,null,u,{fed:e,late:n}),W(d,r)},[()=>a(B(t)).length>0,()=>a(B(t)).length>0&&B(t).state!==`OK`,()=>a(B(t)).length>0?`${B(t).state===`OK`?`●`:`▲`} ${a(B(t)).length}`:``]),U(e,n)}),O(f),O(l),O(c);var p=F(I(c,2));L(e=>W(p,`● on time, ▲ behind its promise; the number is how many KPIs it feeds. ${e??``}`),[()=>B(o).length>0?`No source feeds ${B(o).map(e=>e.code).join(`, `)}.`:B(r).length>0?`Every KPI has a source.`:``]),U(e,s)},$$slots:{default:!0}}),Ge()}var Wh=V(`<li class="wraps"><code> </code> <span class="soft"> </span></li>`),Gh=V(`<details class="svelte-1d4neyn"><summary class="svelte-1d4neyn"><b> </b> <span class="small soft"> </span></summary> <ul class="small svelte-1d4neyn"></ul></details>`),Kh=V(`<p class="small"> </p>`),qh=V(`<!> <!>`,1),Jh=V(`<li class="small wraps"><b> </b> <span class="soft"> </span></li>`),Yh=V(`<ul></ul> <p class="small soft">They are kept as they came: a better mapping takes them at the next sync.</p>`,1),Xh=V(`<p class="small failed svelte-1d4neyn" role="alert"> </p>`),Zh=V(`<li class="wraps"><code> </code> </li>`),Qh=V(`<li class="wraps failed svelte-1d4neyn"> </li>`),$h=V(`<p class="small" role="status"> </p> <ul class="small"><!> <!></ul>`,1),eg=V(`<section class="card stack"><h2>Try the mapping</h2> <p class="small soft">Reads 100 records and says what would become of them; nothing is written.</p> <p><button class="main"> </button></p> <!> <!></section>`),tg=V(`<div class="grid two"><!> <div class="stack"><!> <!></div></div>`);function ng(e,t){We(t,!0);let n=new Ga(Ta,()=>({id:t.id})),r=k(()=>n.data?.connector),i=k(()=>B(r)?.objects.filter(e=>e.fields.length>0)??[]),a=k(()=>B(i).flatMap(e=>e.fields.filter(e=>e.target===null).map(t=>({object:e.name,...t})))),o=k(()=>B(r)?.runs.flatMap(e=>e.errors.map(t=>({at:e.queuedAt,...t})))??[]),s=k(()=>Co(`fields-of-${t.id}`,[{head:`Object`,of:e=>e.object},{head:`Field`,of:e=>e.source},{head:`Becomes`,of:e=>e.target},{head:`By`,of:e=>e.transform},{head:`Filled`,kind:`share`,of:e=>e.coverage}],B(i).flatMap(e=>e.fields.map(t=>({object:e.name,...t}))))),c=k(()=>Co(`set-aside-of-${t.id}`,[{head:`Run`,kind:`moment`,of:e=>e.at},{head:`Object`,of:e=>e.object},{head:`Record`,of:e=>e.recordId},{head:`Where`,of:e=>e.path},{head:`Why`,of:e=>e.message},{head:`Code`,of:e=>e.code}],B(o))),l=j(!1),u=j(null),d=j(``);async function f(){M(l,!0),M(d,``);try{M(u,(await Wa(Oa,{id:t.id})).data.dryRunSync)}catch(e){M(d,e instanceof Ha?e.message:String(e),!0)}M(l,!1)}var p=tg(),m=N(p);{let e=k(()=>n.data&&!B(r)?`There is no such source.`:null);$(m,{get title(){return`Fields of ${t.id??``}`},question:`What each becomes; what becomes of none`,get asking(){return n},get table(){return B(s)},get nothing(){return B(e)},children:(e,t)=>{var n=qh(),r=P(n);K(r,17,()=>B(i),e=>e.name,(e,t)=>{var n=Gh(),r=N(n),i=N(r),a=F(i,!0),o=F(I(i,2));O(r);var s=I(r,2);K(s,21,()=>B(t).fields,Wr,(e,t)=>{var n=Wh(),r=N(n),i=F(r,!0),a=I(r),o=F(I(a),!0);O(n),L(e=>{W(i,B(t).source),W(a,` → ${B(t).target??`nothing`??``}${B(t).transform?` by ${B(t).transform}`:``} `),W(o,e)},[()=>B(t).coverage===null?``:`filled ${$a(B(t).coverage)}`]),U(e,n)}),O(s),O(n),L(e=>{W(a,B(t).name),W(o,`→ ${e??``} · ${B(t).incremental?`what changed, by ${B(t).cursorField}`:`the whole each time`}${B(t).deletes?` · says what was deleted`:``}`)},[()=>B(t).mapsTo.join(`, `)||`nothing`]),U(e,n)});var o=I(r,2),s=e=>{var t=Kh(),n=F(t);L(e=>W(n,`Not mapped: ${e??``}${B(a).length>20?` and ${B(a).length-20} more`:``}`),[()=>B(a).slice(0,20).map(e=>`${e.object}.${e.source}`).join(`, `)]),U(e,t)};G(o,e=>{B(a).length>0&&e(s)}),U(e,n)},$$slots:{default:!0}})}var h=I(m,2),g=N(h);{let e=k(()=>n.data&&B(o).length===0?`Nothing was set aside in the last runs.`:null);$(g,{title:`Set aside`,question:`Records that no account was made better by, and why`,get asking(){return n},get table(){return B(c)},get nothing(){return B(e)},children:(e,t)=>{var n=Yh(),r=P(n);K(r,21,()=>B(o).slice(0,20),Wr,(e,t)=>{var n=Jh(),r=N(n),i=F(r),a=I(r),o=F(I(a));O(n),L(()=>{W(i,`${B(t).object??``} ${B(t).recordId??``??``}`),W(a,` ${B(t).message??``} `),W(o,`${B(t).path??``??``} · ${B(t).code??``}`)}),U(e,n)}),O(r),Te(2),U(e,n)},$$slots:{default:!0}})}var _=I(g,2),v=e=>{var t=eg(),n=I(N(t),4),r=N(n),i=F(r,!0);O(n);var a=I(n,2),o=e=>{var t=Xh(),n=F(t,!0);L(()=>W(n,B(d))),U(e,t)};G(a,e=>{B(d)&&e(o)});var s=I(a,2),c=e=>{var t=$h(),n=P(t),r=F(n),i=I(n,2),a=N(i);K(a,17,()=>B(u).unmappedFields.slice(0,12),Wr,(e,t)=>{var n=Zh(),r=N(n),i=F(r),a=I(r);O(n),L((e,n)=>{W(i,`${B(t).object??``}.${B(t).source??``}`),W(a,` is not mapped, filled ${e??``}${n??``}`)},[()=>$a(B(t).coverage),()=>B(t).unlocks.length>0?`; it could become ${B(t).unlocks.join(`, `)}`:``]),U(e,n)}),K(I(a,2),17,()=>B(u).errors.slice(0,12),Wr,(e,t)=>{var n=Qh(),r=F(n);L(()=>W(r,`${B(t).object??``} ${B(t).recordId??``??``}: ${B(t).message??``}`)),U(e,n)}),O(i),L((e,t)=>W(r,`${e??``} read, ${B(u).wouldWrite??``} would be written, ${B(u).rejected??``} set aside; ${B(u).matchedAccounts??``} known accounts, ${B(u).newAccounts??``} new. ${t??``}`),[()=>ao(B(u).read,`record`),()=>B(u).kpisUnlocked.length>0?`It would feed ${B(u).kpisUnlocked.join(`, `)}.`:``]),U(e,t)};G(s,e=>{B(u)&&e(c)}),O(t),L(()=>{r.disabled=B(l),W(i,B(l)?`Trying…`:`Try`)}),br(`click`,r,f),U(e,t)};G(_,e=>{t.may&&e(v)}),O(h),O(p),U(e,p),Ge()}xr([`click`]);var rg=V(`<p class="card small" role="status"> </p>`),ig=V(`<p> <span class="soft"> </span></p>`),ag=V(`<p class="small soft">It was never run.</p>`),og=V(`<p class="soft"> </p>`),sg=V(`<button>Sync now<span class="unseen"> </span></button>`),cg=V(`<li class="svelte-1t1jvtg"><div><a><b class="wraps"> </b></a><p class="small soft"> </p></div> <div><span> </span><p class="small soft"> </p></div> <div class="runs svelte-1t1jvtg"></div> <div class="small"><p class="soft"> </p><!> <!></div></li>`),lg=V(`<p class="small soft">Choose a source to see its fields, what was set aside, and to try its mapping.</p>`),ug=V(`<ul class="sources svelte-1t1jvtg"></ul> <!>`,1),dg=V(` <span class="soft small"> </span>`,1),fg=V(`<td class="number"> <!></td>`),pg=V(`<tr><td class="wraps"> </td><td class="number"> <span class="soft small"> </span></td><td class="number"> <span class="soft small"> </span></td><!></tr>`),mg=V(`<div class="holds svelte-1t1jvtg"><table><thead><tr><th>Source</th><th class="number">Accounts</th><th class="number">Contacts</th><th class="number">Duplicates</th><th class="number">Invalid VAT</th><th class="number">Invalid e-mail</th><th class="number">Invalid country</th><th class="number">Without owner</th></tr></thead><tbody></tbody></table></div> <p class="small soft">Records → what they are after matching. A dash: the source says no such thing.</p>`,1),hg=V(`<div class="stack"><h1>Where it comes from</h1> <!> <!> <!> <!> <!></div>`);function gg(e,t){We(t,!0);let n=new Ga(wa,()=>({}),`runs`),r=k(()=>n.data?.connectors??[]),i=k(()=>n.data?.viewer.orders.includes(`SOURCES`)??!1),a=k(()=>B(r).some(e=>e.runs.some(e=>e.state===`RUNNING`||e.state===`QUEUED`))),o=k(()=>Ka.value(`source`));yn(()=>{if(!B(a)||Ia.open)return;let e=setInterval(()=>void n.again(),2e3);return()=>clearInterval(e)});let s=j(``);async function c(e){try{await Wa(Da,{source:e}),M(s,`${e} is queued.`),await n.again()}catch(e){M(s,e instanceof Ha?e.message:String(e),!0)}}let l={OK:[`●`,`ok`],DEGRADED:[`▲`,`late`],STALE:[`▲`,`late`],SILENT:[`▲`,`late`],FAILED:[`▼`,`failed`],NEEDS_RECONNECT:[`▼`,`failed`],NEVER:[`○`,`never`]},u=e=>e.lastSuccess?Math.max(0,(Date.now()-Date.parse(e.lastSuccess))/1e3):null,d=e=>e.startedAt&&e.finishedAt?ro((Date.parse(e.finishedAt)-Date.parse(e.startedAt))/1e3):e.state===`RUNNING`?`running`:`–`,f=k(()=>Co(`sources`,[{head:`Source`,of:e=>String(e.id)},{head:`Category`,kind:`code`,of:e=>e.category},{head:`State`,kind:`code`,of:e=>e.state},{head:`Last success`,kind:`moment`,of:e=>e.lastSuccess},{head:`Promised seconds`,kind:`number`,of:e=>e.intervalSeconds},{head:`Read`,kind:`number`,of:e=>e.runs[0]?.read},{head:`Written`,kind:`number`,of:e=>e.runs[0]?.written},{head:`Set aside`,kind:`number`,of:e=>e.runs[0]?.rejected},{head:`KPIs`,kind:`number`,of:e=>e.servesKpis.length}],B(r))),p=k(()=>Co(`data-quality`,[{head:`Source`,of:e=>String(e.source)},{head:`Account records`,kind:`number`,of:e=>e.accountRecords},{head:`Accounts`,kind:`number`,of:e=>e.accounts},{head:`Contact records`,kind:`number`,of:e=>e.contactRecords},{head:`Contacts`,kind:`number`,of:e=>e.contacts},{head:`Duplicates`,kind:`share`,of:e=>e.duplicates.share},{head:`Invalid VAT`,kind:`share`,of:e=>e.invalidVat.share},{head:`Invalid e-mail`,kind:`share`,of:e=>e.invalidEmail.share},{head:`Invalid country`,kind:`share`,of:e=>e.invalidCountry.share},{head:`Without owner`,kind:`share`,of:e=>e.withoutOwner.share}],n.data?.dataQuality??[]));var m=hg();ei(`1t1jvtg`,e=>{Sn(()=>{$t.title=`Sources · Accord`})});var h=I(N(m),2),g=e=>{var t=rg(),n=F(t,!0);L(()=>W(n,B(s))),U(e,t)};G(h,e=>{B(s)&&e(g)});var _=I(h,2);{let e=k(()=>n.data&&B(r).length===0?`No source is connected: name one in accord.toml.`:null);$(_,{title:`Sources`,question:`Who speaks, how late, and what the last runs did`,get asking(){return n},get table(){return B(f)},get nothing(){return B(e)},children:(e,t)=>{var n=ug(),a=P(n);K(a,21,()=>B(r),e=>e.id,(e,t)=>{let n=k(()=>{let[e,n]=l[B(t).state]??[`○`,`never`];return{mark:e,tone:n}});var r=cg(),a=N(r),s=N(a),f=F(N(s),!0);O(s);var p=F(I(s));O(a);var m=I(a,2),h=N(m),g=F(h),_=F(I(h));O(m);var v=I(m,2);K(v,21,()=>B(t).runs.slice(0,4),e=>e.id,(e,t)=>{var n=ig();let r;var i=N(n),a=F(I(i));O(n),L((e,o,s,c,l,u,d)=>{r=q(n,1,`small svelte-1t1jvtg`,null,r,{late:B(t).state===`FAILED`||B(t).state===`PARTIAL`}),W(i,`${e??``}: ${o??``}, ${s??``} read, ${c??``} written, ${l??``} known${u??``} `),W(a,`(${d??``})`)},[()=>no(B(t).startedAt??B(t).queuedAt),()=>Q(B(t).state),()=>Z(B(t).read,0),()=>Z(B(t).written,0),()=>Z(B(t).skipped,0),()=>B(t).rejected>0?`, ${Z(B(t).rejected,0)} set aside`:``,()=>d(B(t))]),U(e,n)},e=>{U(e,ag())}),O(v);var y=I(v,2),b=N(y),x=F(b,!0),S=I(b),C=e=>{var n=og(),r=F(n);L(()=>W(r,`${B(t).rateLimit.remaining??``} requests left`)),U(e,n)};G(S,e=>{B(t).rateLimit&&e(C)});var w=I(S,2),T=e=>{var n=sg(),r=F(I(N(n)),!0);O(n),L(e=>{n.disabled=e,W(r,B(t).id)},[()=>B(t).runs.some(e=>e.state===`QUEUED`||e.state===`RUNNING`)]),br(`click`,n,()=>c(String(B(t).id))),U(e,n)};G(w,e=>{B(i)&&e(T)}),O(y),O(r),L((e,i,a,o,c,l)=>{J(r,`data-source`,B(t).id),J(s,`href`,e),W(f,B(t).id),W(p,`${B(t).kind??``} · ${i??``}${B(t).disconnectedAt?` · disconnected`:``}`),q(h,1,`state ${B(n).tone??``}`,`svelte-1t1jvtg`),W(g,`${B(n).mark??``} ${a??``}`),W(_,`${o??``}, promised ${c??``}`),W(x,l)},[()=>Ka.with({source:B(o)===B(t).id?null:String(B(t).id)}),()=>Q(B(t).category),()=>Q(B(t).state),()=>u(B(t))===null?`never read`:`${ro(u(B(t)))} old`,()=>ro(B(t).intervalSeconds),()=>B(t).servesKpis.length>0?ao(B(t).servesKpis.length,`KPI`):`serves no KPI`]),U(e,r)}),O(a);var s=I(a,2),f=e=>{U(e,lg())};G(s,e=>{!B(o)&&B(r).length>0&&e(f)}),U(e,n)},$$slots:{default:!0}})}var v=I(_,2),y=e=>{var t=jr();Ur(P(t),()=>B(o),e=>{ng(e,{get id(){return B(o)},get may(){return B(i)}})}),U(e,t)};G(v,e=>{B(o)&&e(y)});var b=I(v,2);Uh(b,{get connectors(){return B(r)},get asking(){return n}});var x=I(b,2);{let e=k(()=>n.data&&n.data.dataQuality.length===0?`No record was landed.`:null);$(x,{title:`Data quality`,question:`Which records are double, or say what cannot be`,get asking(){return n},get table(){return B(p)},get nothing(){return B(e)},children:(e,t)=>{var r=mg(),i=P(r),a=N(i),o=I(N(a));K(o,21,()=>n.data?.dataQuality??[],e=>e.source,(e,t)=>{var n=pg(),r=N(n),i=F(r,!0),a=I(r),o=N(a),s=F(I(o));O(a);var c=I(a),l=N(c),u=F(I(l));O(c),K(I(c),17,()=>[B(t).duplicates,B(t).invalidVat,B(t).invalidEmail,B(t).invalidCountry,B(t).withoutOwner],Wr,(e,t)=>{var n=fg(),r=N(n,!0),i=I(r),a=e=>{var n=dg(),r=P(n,!0);r.nodeValue=` `;var i=F(I(r));L(e=>W(i,`(${e??``})`),[()=>Z(B(t).records,0)]),U(e,n)};G(i,e=>{B(t).records>0&&e(a)}),O(n),L(e=>W(r,e),[()=>B(t).of===0?`–`:$a(B(t).share,1)]),U(e,n)}),O(n),L((e,n,r,a)=>{W(i,B(t).source),W(o,`${e??``} `),W(s,`→ ${n??``}`),W(l,`${r??``} `),W(u,`→ ${a??``}`)},[()=>Z(B(t).accountRecords,0),()=>Z(B(t).accounts,0),()=>Z(B(t).contactRecords,0),()=>Z(B(t).contacts,0)]),U(e,n)}),O(o),O(a),O(i),Te(2),U(e,r)},$$slots:{default:!0}})}O(m),U(e,m),Ge()}xr([`click`]);var _g=V(` <a> </a>`,1),vg=V(`<details class="small"><summary class="svelte-1ugfsz3"> </summary><!></details>`),yg=V(`<p class="small soft"> <span class="wraps"> </span></p>`),bg=V(`<li><p class="row"><b> </b> <span class="small soft"> </span></p> <p class="small"><!><!> · hit: <!></p> <!> <!></li>`),xg=V(`<ul></ul>`);function Sg(e,t){We(t,!0);let n=new Ga(ma,()=>({})),r=k(()=>n.data?.signals??[]),i=k(()=>Co(`canaries`,[{head:`Rule`,kind:`code`,of:e=>e.rule},{head:`Raised`,kind:`day`,of:e=>e.raisedAt},{head:`Ended`,kind:`day`,of:e=>e.endedOn},{head:`Segment`,of:e=>e.segment?.name},{head:`Tickets, times`,kind:`number`,of:e=>e.ticketSpike},{head:`On time, points`,kind:`delta`,of:e=>e.onTimeDeltaPoints},{head:`Hit`,of:e=>e.accounts.map(e=>e.name).join(`, `)},{head:`Not yet hit`,kind:`number`,of:e=>e.membersNotYetHit.length}],B(r)));{let t=k(()=>n.data&&B(r).length===0?`No canary sang in 90 days.`:null);$(e,{title:`Canaries`,question:`Deliveries late and service calls up: a few customers’ trouble, or everybody’s?`,get asking(){return n},get table(){return B(i)},get nothing(){return B(t)},children:(e,t)=>{var n=xg();K(n,21,()=>B(r),e=>e.id,(e,t)=>{var n=bg();let r;var i=N(n),a=N(i),o=F(a),s=F(I(a,2));O(i);var c=I(i,2),l=N(c),u=e=>{var n=Ar();L(e=>W(n,`tickets × ${e??``}`),[()=>Z(B(t).ticketSpike)]),U(e,n)};G(l,e=>{B(t).ticketSpike!==null&&e(u)});var d=I(l),f=e=>{var n=Ar();L(e=>W(n,`${B(t).ticketSpike===null?``:`, `}on time ${e??``} points`),[()=>eo(B(t).onTimeDeltaPoints)]),U(e,n)};G(d,e=>{B(t).onTimeDeltaPoints!==null&&e(f)}),K(I(d,2),19,()=>B(t).accounts,e=>e.id,(e,t,n)=>{Te();var r=_g(),i=P(r,!0),a=I(i),o=F(a,!0);L(e=>{W(i,B(n)>0?`, `:``),J(a,`href`,e),W(o,B(t).name)},[()=>Ya(`/accounts/${B(t).id}`)]),U(e,r)}),O(c);var p=I(c,2),m=e=>{var n=vg(),r=N(n),i=F(r);K(I(r),19,()=>B(t).membersNotYetHit,e=>e.id,(e,t,n)=>{Te();var r=_g(),i=P(r,!0),a=I(i),o=F(a,!0);L(e=>{W(i,B(n)>0?`, `:``),J(a,`href`,e),W(o,B(t).name)},[()=>Ya(`/accounts/${B(t).id}`)]),U(e,r)}),O(n),L(e=>W(i,`${e??``} not hit yet: warn them`),[()=>ao(B(t).membersNotYetHit.length,`member`)]),U(e,n)};G(p,e=>{B(t).membersNotYetHit.length>0&&e(m)}),K(I(p,2),17,()=>[B(t).suggested,B(t).structural],Wr,(e,t)=>{var n=jr(),r=P(n),i=e=>{var n=yg(),r=N(n),i=F(I(r));O(n),L(()=>{W(r,`→ ${B(t).title??``} `),W(i,`(${B(t).because??``})`)}),U(e,n)};G(r,e=>{B(t)&&e(i)}),U(e,n)}),O(n),L((e,i)=>{r=q(n,1,`svelte-1ugfsz3`,null,r,{ended:B(t).endedOn!==null}),W(o,`${B(t).endedOn?`○`:`▲`} ${B(t).rule===`SEGMENT`?`Whole segment: ${B(t).segment?.name??``}`:`Deliveries`}`),W(s,`since ${e??``}${i??``}`)},[()=>to(B(t).raisedAt),()=>B(t).endedOn?`, ended ${to(B(t).endedOn)}`:``]),U(e,n)}),O(n),U(e,n)},$$slots:{default:!0}})}Ge()}var Cg=V(`<select aria-label="Outcome" class="screen-only small"><option>Revenue kept, two quarters on</option><option>Renewed</option></select>`),wg=H(`<line class="interval svelte-17c54bo" y1="6" y2="6"></line>`),Tg=H(`<!><rect width="2" y="1" height="10"></rect>`,1),Eg=V(`<span class="soft"> </span>`),Dg=V(`<b> </b> <span class="soft"> </span>`,1),Og=V(`<li><span class="wraps small"> </span> <svg viewBox="0 0 100 12" preserveAspectRatio="none" role="img" class="svelte-17c54bo"><line class="zero svelte-17c54bo" y1="0" y2="12"></line><!></svg> <span class="small figure"><!></span></li>`),kg=V(`<ul></ul> <p class="small soft"></p>`,1);function Ag(e,t){We(t,!0);let n=e=>{var t=Cg(),n=N(t);n.value=n.__value=`NRR_NEXT_2Q`;var r=I(n);r.value=r.__value=`RENEWED`,O(t);var i;mi(t),L(()=>{i!==(i=B(a))&&(t.value=(t.__value=i)??``,pi(t,i))}),br(`change`,t,e=>Ka.set({outcome:e.currentTarget.value})),U(e,t)},r=[`NRR_NEXT_2Q`,`RENEWED`],i=[`CHI`,`TRUST`,`NPS`,`DE1`,`DE2`,`IM1`,`AD1`,`AD3`,`SU1`,`SU2`,`SU3`,`BI1`,`RE1`,`RE3`],a=k(()=>r.find(e=>e===Ka.value(`outcome`))??r[0]),o=new Ga(fa,()=>({outcome:B(a),metrics:i})),s=k(()=>new Map(o.data?.healthModel.stages.flatMap(e=>e.kpis).map(e=>[e.code,e.name]))),c=k(()=>[...o.data?.correlation??[]].sort((e,t)=>Math.abs(t.rho??0)-Math.abs(e.rho??0))),l=Of([-1,1],[0,100]),u=e=>B(s).get(e.metric)??e.metric,d=k(()=>Co(`drivers`,[{head:`Metric`,of:u},{head:`rho`,kind:`number`,of:e=>e.rho},{head:`From`,kind:`number`,of:e=>e.ciLow},{head:`To`,kind:`number`,of:e=>e.ciHigh},{head:`n`,kind:`number`,of:e=>e.n},{head:`Significant`,of:e=>e.significant?`yes`:`no`},{head:`Outcome per 10 points`,kind:`delta`,of:e=>e.slopePer10},{head:`Note`,of:e=>e.note}],B(c)));$(e,{title:`What goes with it`,question:`Which metric moves with the outcome? Association, not cause`,get asking(){return o},get table(){return B(d)},get beside(){return n},children:(e,t)=>{var n=kg(),r=P(n);K(r,21,()=>B(c),e=>e.metric,(e,t)=>{var n=Og();let r;var i=N(n),a=F(i,!0),o=I(i,2),s=N(o),c=I(s),d=e=>{var n=Tg(),r=P(n),i=e=>{var n=wg();L((e,t)=>{J(n,`x1`,e),J(n,`x2`,t)},[()=>l(B(t).ciLow),()=>l(B(t).ciHigh)]),U(e,n)};G(r,e=>{B(t).ciLow!==null&&B(t).ciHigh!==null&&e(i)});var a=I(r);let o;L(e=>{o=q(a,0,`rho svelte-17c54bo`,null,o,{sure:B(t).significant}),J(a,`x`,e)},[()=>l(B(t).rho)-1]),U(e,n)};G(c,e=>{B(t).rho!==null&&e(d)}),O(o);var f=I(o,2),p=N(f),m=e=>{var n=Eg(),r=F(n,!0);L(()=>W(r,B(t).note)),U(e,n)},h=e=>{var n=Dg(),r=P(n),i=F(r,!0),a=F(I(r,2));L((e,n)=>{W(i,e),W(a,`n ${n??``}${B(t).significant?`, significant`:``}`)},[()=>eo(B(t).rho,2),()=>Z(B(t).n,0)]),U(e,n)};G(p,e=>{B(t).rho===null?e(m):e(h,-1)}),O(f),O(n),L((e,i,c,l)=>{r=q(n,1,`svelte-17c54bo`,null,r,{faint:B(t).rho===null||B(t).n<20}),W(a,e),J(o,`aria-label`,i),J(s,`x1`,c),J(s,`x2`,l)},[()=>u(B(t)),()=>B(t).rho===null?`${u(B(t))}: ${B(t).note}`:`${u(B(t))}: ${Z(B(t).rho,2)}, from ${Z(B(t).ciLow,2)} to ${Z(B(t).ciHigh,2)}`,()=>l(0),()=>l(0)]),U(e,n)}),O(r);var i=I(r,2);i.textContent=`From −1 to 1; the bar is the 95 % interval, dark where it holds after the false-discovery rate. Faint: fewer than 20.`,U(e,n)},$$slots:{default:!0}}),Ge()}xr([`change`]);var jg=V(`Came: <b> </b> `,1),Mg=V(`<li class="svelte-5wr85o"><p class="row"><b class="wraps"> </b> <span class="small soft"> </span></p> <p class="small"> <!> </p></li>`),Ng=V(`<ul></ul>`);function Pg(e,t){We(t,!0);let n=new Ga(ga,()=>({})),r=k(()=>n.data?.initiatives??[]),i={WORKED:`it worked`,WORSE:`it became worse`,NO_EFFECT:`no effect was seen`,TOO_EARLY:`too early to say`,NO_CONTROL:`nobody comparable was left out, so nothing can be said`},a=k(()=>Co(`initiatives`,[{head:`Initiative`,of:e=>e.name},{head:`Status`,kind:`code`,of:e=>e.status},{head:`Reach`,kind:`number`,of:e=>e.reach},{head:`Cost`,kind:`money`,of:e=>e.cost},{head:`Forecast`,kind:`money`,of:e=>e.forecast.benefit},{head:`Realised`,kind:`money`,of:e=>e.realised?.benefit},{head:`Effect on health`,kind:`delta`,of:e=>e.realised?.healthDelta},{head:`Standard error`,kind:`number`,of:e=>e.realised?.standardError},{head:`Verdict`,kind:`code`,of:e=>e.verdict}],B(r)));{let t=k(()=>n.data&&B(r).length===0?`No initiative is written down; createInitiative forecasts one with the models in force.`:null);$(e,{title:`Initiatives`,question:`Did it work, what is it worth?`,get asking(){return n},get table(){return B(a)},get nothing(){return B(t)},children:(e,t)=>{var n=Ng();K(n,21,()=>B(r),e=>e.id,(e,t)=>{var n=Mg(),r=N(n),a=N(r),o=F(a,!0),s=F(I(a,2));O(r);var c=I(r,2),l=N(c),u=I(l),d=e=>{var n=jg(),r=I(P(n)),i=F(r,!0),a=I(r);L((e,t,n)=>{W(i,e),W(a,`, health ${t??``} ± ${n??``}.`)},[()=>X(B(t).realised.benefit),()=>eo(B(t).realised.healthDelta),()=>Z(B(t).realised.standardError)]),U(e,n)};G(u,e=>{B(t).realised&&e(d)});var f=I(u);O(c),O(n),L((e,n,r,a,c,u)=>{W(o,B(t).name),W(s,`${e??``} since ${n??``} · ${r??``}, ${B(t).peers??``} to compare · cost ${a??``}`),W(l,`Forecast: ${c??``}, health ${u??``}. `),W(f,` ${(B(t).verdict?i[B(t).verdict]:`not judged yet`)??``}`)},[()=>Q(B(t).status),()=>to(B(t).start),()=>ao(B(t).reach,`account`),()=>X(B(t).cost),()=>X(B(t).forecast.benefit),()=>eo(B(t).forecast.healthDelta)]),U(e,n)}),O(n),U(e,n)},$$slots:{default:!0}})}Ge()}var Fg=V(`<p class="small late svelte-1kmaxw9" role="alert"> </p>`),Ig=V(`<a> </a>`),Lg=V(`<p class="small wraps"> </p>`),Rg=V(`<button class="bare small">Acknowledge<span class="unseen"> </span></button>`),zg=V(`<p class="row screen-only"><!><button class="bare small">Close…<span class="unseen"> </span></button></p>`),Bg=V(`<li class="svelte-1kmaxw9"><p class="small wraps"><!> <span class="soft"> </span></p> <!> <p> </p> <!></li>`),Vg=V(`<p class="small soft"> </p>`),Hg=V(`<div><h3 class="svelte-1kmaxw9"> <span class="soft"> </span></h3> <ul></ul> <!></div>`),Ug=V(`<!> <div class="board svelte-1kmaxw9"></div>`,1),Wg=V(`<!> <dialog aria-label="Close the loop" class="svelte-1kmaxw9"><form class="stack"><h2> </h2> <label class="small svelte-1kmaxw9">What we did<textarea rows="3" required=""></textarea></label> <label class="small check svelte-1kmaxw9"><input type="checkbox"/> The customer was told</label> <p class="row"><button class="main" type="submit">Close</button><button type="button">Not now</button></p></form></dialog>`,1);function Gg(e,t){We(t,!0);let n=new Ga(ha,()=>({filter:Ja()})),r=k(()=>n.data?.viewer.orders.includes(`ACTING`)??!1),i=k(()=>[...n.data?.openLoops??[]].sort((e,t)=>(e.loop?.dueAt??``).localeCompare(t.loop?.dueAt??``))),a=[[`NEW`,`Heard`],[`ACK`,`Acknowledged`],[`ACTED`,`Acted on, not told yet`]],o=j(null),s=j(``),c=j(!0),l=j(``),u=j(void 0);async function d(e){try{await e(),M(l,``),await n.again()}catch(e){M(l,e instanceof Ha?e.message:String(e),!0)}}function f(e){M(o,e),(e=>{var t=m(e,2);M(s,t[0],!0),M(c,t[1],!0)})([``,!0]),B(u)?.showModal()}async function p(e){e.preventDefault();let t=B(o);B(u)?.close(),t&&await d(()=>Wa(ya,{id:t.id,did:B(s),told:B(c)}))}let h=k(()=>Co(`open-loops`,[{head:`Account`,of:e=>e.account?.name,to:e=>e.account?Ya(`/accounts/${e.account.id}`):null},{head:`When`,kind:`day`,of:e=>e.at},{head:`Survey`,kind:`code`,of:e=>e.kind},{head:`Score`,kind:`number`,of:e=>e.score},{head:`State`,kind:`code`,of:e=>e.loop?.state},{head:`Due`,kind:`moment`,of:e=>e.loop?.dueAt},{head:`Late`,of:e=>e.loop?.overdue?`yes`:`no`},{head:`Owner`,of:e=>e.loop?.owner?.name}],B(i)));var g=Wg(),_=P(g);{let e=k(()=>n.data&&B(i).length===0?`Nobody waits for an answer.`:null);$(_,{title:`Open loops`,question:`Have we heard, acted, told them?`,get asking(){return n},get table(){return B(h)},get nothing(){return B(e)},children:(e,t)=>{var n=Ug(),o=P(n),s=e=>{var t=Fg(),n=F(t,!0);L(()=>W(n,B(l))),U(e,t)};G(o,e=>{B(l)&&e(s)});var c=I(o,2);K(c,21,()=>a,([e,t])=>e,(e,t)=>{var n=k(()=>m(B(t),2));let a=()=>B(n)[0],o=()=>B(n)[1],s=k(()=>B(i).filter(e=>e.loop?.state===a()));var c=Hg(),l=N(c),u=N(l),p=F(I(u),!0);O(l);var h=I(l,2);K(h,21,()=>B(s).slice(0,6),e=>e.id,(e,t)=>{var n=Bg(),i=N(n),o=N(i),s=e=>{var n=Ig(),r=F(n,!0);L(e=>{J(n,`href`,e),W(r,B(t).account.name)},[()=>Ya(`/accounts/${B(t).account.id}`)]),U(e,n)};G(o,e=>{B(t).account&&e(s)});var c=F(I(o,2));O(i);var l=I(i,2),u=e=>{var n=Lg(),r=F(n);L(e=>W(r,`“${e??``}${B(t).text.length>140?`…`:``}”`),[()=>B(t).text.slice(0,140)]),U(e,n)};G(l,e=>{B(t).text&&e(u)});var p=I(l,2);let m;var h=F(p),g=I(p,2),_=e=>{var n=zg(),r=N(n),i=e=>{var n=Rg(),r=F(I(N(n)),!0);O(n),L(()=>W(r,B(t).account?.name??``)),br(`click`,n,()=>d(()=>Wa(va,{id:B(t).id}))),U(e,n)};G(r,e=>{a()===`NEW`&&e(i)});var o=I(r),s=F(I(N(o)),!0);O(o),O(n),L(()=>W(s,B(t).account?.name??``)),br(`click`,o,()=>f(B(t))),U(e,n)};G(g,e=>{B(r)&&e(_)}),O(n),L((e,n)=>{W(c,`${B(t).kind??`comment`??``} ${e??``}`),m=q(p,1,`small svelte-1kmaxw9`,null,m,{late:B(t).loop?.overdue}),W(h,`${B(t).loop?.overdue?`▼ late since`:`due`} ${n??``}${B(t).loop?.owner?.name?` · ${B(t).loop.owner.name}`:``}`)},[()=>Z(B(t).score),()=>to(B(t).loop?.dueAt)]),U(e,n)}),O(h);var g=I(h,2),_=e=>{var t=Vg(),n=F(t);L(()=>W(n,`and ${B(s).length-6} more: see the table`)),U(e,t)};G(g,e=>{B(s).length>6&&e(_)}),O(c),L(()=>{W(u,`${o()??``} `),W(p,B(s).length)}),U(e,c)}),O(c),U(e,n)},$$slots:{default:!0}})}var v=I(_,2),y=N(v),b=N(y),x=F(b),S=I(b,2),C=I(N(S));nt(C),O(S);var w=I(S,2),T=N(w);xi(T),Te(),O(w);var ee=I(w,2),te=I(N(ee));O(ee),O(y),O(v),Ni(v,e=>M(u,e),()=>B(u)),L(()=>W(x,`Close the loop${B(o)?.account?` with ${B(o).account.name}`:``}`)),yr(`submit`,y,p),Ei(C,()=>B(s),e=>M(s,e)),Di(T,()=>B(c),e=>M(c,e)),br(`click`,te,()=>B(u)?.close()),U(e,g),Ge()}xr([`click`]);var Kg=V(` <span class="flag small svelte-y1ir5n">leads</span>`,1),qg=V(` <span class="small soft"> </span>`,1),Jg=V(`<span class="small soft"> </span>`),Yg=V(`<b> </b>`),Xg=V(`<li><span class="wraps"> <!><!></span> <span class="small soft"> </span> <!></li>`),Zg=V(`<ul></ul>`);function Qg(e,t){We(t,!0);let n=new Ga(_a,()=>({filter:Ja()})),r=k(()=>n.data?.metricTree),i=k(()=>(B(r)?.nodes??[]).flatMap(e=>[{depth:0,node:e},...e.children.flatMap(e=>[{depth:1,node:e},...e.children.map(e=>({depth:2,node:e}))])])),a=k(()=>Co(`metric-hierarchy`,[{head:`Metric`,of:e=>`${`  `.repeat(e.depth)}${e.node.name}`},{head:`Level`,kind:`code`,of:e=>e.node.metric?.level},{head:`Class`,of:e=>e.node.metric?.classes.map(Q).join(`, `)},{head:`Owner`,of:e=>e.node.metric?.owner},{head:`Weight`,kind:`number`,of:e=>e.node.weight},{head:`Value`,kind:`number`,of:e=>e.node.value},{head:`Known`,kind:`share`,of:e=>e.node.known}],B(i)));{let t=k(()=>B(r)?`${B(r).name}: ${Z(B(r).value)} of 100, from ${ao(B(r).accounts,`account`)}, ${$a(B(r).known)} known`:`Which metric serves which goal?`);$(e,{title:`Metrics and what they serve`,get question(){return B(t)},get asking(){return n},get table(){return B(a)},children:(e,t)=>{var n=Zg();K(n,21,()=>B(i),Wr,(e,t)=>{let n=()=>B(t).depth,i=()=>B(t).node;var a=Xg();let o;var s=N(a),c=N(s,!0),l=I(c),u=e=>{var t=Kg(),n=P(t,!0);n.nodeValue=` `,Te(),U(e,t)};G(l,e=>{i().code===B(r)?.lead&&e(u)});var d=I(l),f=e=>{var t=qg(),n=P(t,!0);n.nodeValue=` `;var r=F(I(n));L(e=>W(r,`${e??``} · ${i().metric.owner??``}`),[()=>Q(i().metric.level)]),U(e,t)};G(d,e=>{i().metric&&e(f)}),O(s);var p=I(s,2),m=F(p),h=I(p,2),g=e=>{var t=Jg(),n=F(t,!0);L(()=>W(n,i().reason??`not measured`)),U(e,t)},_=e=>{var t=Yg(),n=F(t,!0);L((e,r)=>{q(t,1,e,`svelte-y1ir5n`),W(n,r)},[()=>ri(Hf(i().value)),()=>Z(i().value)]),U(e,t)};G(h,e=>{i().value===null?e(g):e(_,-1)}),O(a),L(e=>{o=q(a,1,`depth${n()??``}`,`svelte-y1ir5n`,o,{lead:i().code===B(r)?.lead}),W(c,i().name),W(m,`×${e??``}`)},[()=>Z(i().weight,2)]),U(e,a)}),O(n),U(e,n)},$$slots:{default:!0}})}Ge()}var $g=V(` <span class="small soft"> </span>`,1),e_=V(` <span class="soft"> </span>`,1),t_=V(`<div><p class="small soft"> <span class="wraps"> </span></p> <p class="value svelte-3pzh4q"> <!></p> <p class="small soft"> </p> <p class="small"></p></div>`),n_=V(`<div class="grid answers svelte-3pzh4q"></div>`),r_=V(`<li> </li>`),i_=V(`<p class="small"> </p>`),a_=V(`<li class="svelte-3pzh4q"><p class="row"><a><b> </b></a> <span class="small soft"> </span></p> <p class="small soft wraps"> </p> <ul class="row small"></ul> <!></li>`),o_=V(`<ul class="segments svelte-3pzh4q"></ul>`),s_=V(`<p class="nothing"> </p>`),c_=V(`<li class="small"><b> </b> <span class="soft"> </span></li>`),l_=V(`<ul></ul>`),u_=V(`<div class="stack"><h1>How it is to be our customer</h1> <!> <div class="grid two"><!> <!></div> <!> <div class="grid two"><!> <div class="stack"><!> <!></div> <!></div></div>`);function d_(e,t){We(t,!0);let n=new Ga(da,()=>({filter:Ja()})),r=new Ga(ua,()=>({})),i=new Ga(pa,()=>({})),a=k(()=>{let e=n.data;return e?[e.nps,e.csat,e.ces5,e.ces7,e.neteasy].filter(e=>e.n>0):[]}),o=k(()=>Co(`surveys`,[{head:`Survey`,of:e=>e.kind},{head:`Value`,kind:`number`,of:e=>e.value},{head:`Margin of error`,kind:`number`,of:e=>e.marginOfError},{head:`Answers`,kind:`number`,of:e=>e.n},{head:`Accounts`,kind:`number`,of:e=>e.accounts},{head:`Since 90 days`,kind:`delta`,of:e=>e.delta},{head:`Scale`,of:e=>e.scale},{head:`Formula`,of:e=>e.formula}],B(a))),s=k(()=>Co(`segments`,[{head:`Segment`,of:e=>e.name,to:e=>`/?segment=${encodeURIComponent(String(e.id))}`},{head:`Accounts`,kind:`number`,of:e=>e.accountCount},{head:`Median health`,kind:`number`,of:e=>e.health.median},{head:`NRR %`,kind:`number`,of:e=>e.nrr},{head:`GRR %`,kind:`number`,of:e=>e.grr},{head:`Moments`,kind:`number`,of:e=>e.momentsThatMatter.length},{head:`Measured`,kind:`number`,of:e=>e.momentsThatMatter.filter(e=>e.measured).length}],r.data?.segments??[])),c=k(()=>Co(`beacon`,[{head:`Metric`,of:e=>e.metric},{head:`Role`,kind:`code`,of:e=>e.role},{head:`n`,kind:`number`,of:e=>e.n},{head:`Events`,kind:`number`,of:e=>e.events},{head:`AUC`,kind:`number`,of:e=>e.auc},{head:`Brier`,kind:`number`,of:e=>e.brier},{head:`Verdict`,of:e=>e.verdict}],i.data?.beaconTest??[])),l=k(()=>(i.data?.beaconTest??[]).filter(e=>e.auc!==null));var u=u_();ei(`3pzh4q`,e=>{Sn(()=>{$t.title=`Experience · Accord`})});var d=I(N(u),2);{let e=k(()=>n.data&&B(a).length===0?`Nobody was asked in a year.`:null);$(d,{title:`What they say`,question:`Each survey on its own scale; role-weighted, with what it rests on`,get asking(){return n},get table(){return B(o)},get nothing(){return B(e)},children:(e,t)=>{var n=n_();K(n,21,()=>B(a),e=>e.kind,(e,t)=>{var n=t_(),r=N(n),i=N(r),a=F(I(i));O(r);var o=I(r,2),s=N(o,!0),c=I(s),l=e=>{var n=$g(),r=P(n,!0);r.nodeValue=` `;var i=F(I(r));L(e=>W(i,`± ${e??``}`),[()=>Z(B(t).marginOfError)]),U(e,n)};G(c,e=>{B(t).marginOfError!==null&&e(l)}),O(o);var u=I(o,2),d=F(u),f=I(u,2);K(f,23,()=>B(t).byRole.filter(e=>e.n>0),e=>e.role,(e,t,n)=>{Te();var r=e_(),i=P(r),a=F(I(i));L((e,r)=>{W(i,`${B(n)>0?` · `:``}${e??``} ${r??``} `),W(a,`(${B(t).n??``})`)},[()=>Q(B(t).role),()=>Z(B(t).value,0)]),U(e,r)}),O(f),O(n),L((e,n,r,o,c)=>{W(i,`${B(t).kind??``} `),W(a,`(${B(t).scale??``})`),W(s,e),W(d,`${n??``}, ${r??``}${o??``}${c??``}`)},[()=>Z(B(t).value),()=>ao(B(t).n,`answer`),()=>ao(B(t).accounts,`account`),()=>B(t).delta===null?``:`, ${eo(B(t).delta)} in 90 days`,()=>B(t).status===`OK`?``:` · ${Q(B(t).status)}`]),U(e,n)}),O(n),U(e,n)},$$slots:{default:!0}})}var f=I(d,2),p=N(f);$(p,{title:`Moments that matter`,question:`By segment: which moments weigh more, and do we measure them?`,get asking(){return r},get table(){return B(s)},children:(e,t)=>{var n=o_();K(n,21,()=>(r.data?.segments??[]).filter(e=>e.accountCount>0),e=>e.id,(e,t)=>{var n=a_(),r=N(n),i=N(r),a=F(N(i),!0);O(i);var o=F(I(i,2));O(r);var s=I(r,2),c=F(s,!0),l=I(s,2);K(l,21,()=>B(t).momentsThatMatter,e=>e.touchpoint,(e,t)=>{var n=r_();let r;var i=F(n);L((e,a)=>{r=q(n,1,`moment svelte-3pzh4q`,null,r,{blind:!B(t).measured}),W(i,`${B(t).measured?`★`:`☆`} ${e??``} ×${a??``}${B(t).measured?``:`, not measured`}`)},[()=>Q(B(t).touchpoint),()=>Z(B(t).weightMultiplier)]),U(e,n)}),O(l),K(I(l,2),17,()=>B(t).targets.filter(e=>e.gap!==null&&e.gap<0).slice(0,2),e=>e.metric,(e,t)=>{var n=i_(),r=F(n);L((e,n)=>W(r,`▼ ${B(t).name??``}: ${e??``}, meant to be ${n??``} (${B(t).membersBelow??``} below)`),[()=>Z(B(t).median),()=>Z(B(t).target)]),U(e,n)}),O(n),L((e,n,r,s)=>{J(i,`href`,e),W(a,B(t).name),W(o,`${n??``} · health ${r??``} · NRR ${s??``}`),W(c,B(t).definition)},[()=>`/?segment=${encodeURIComponent(String(B(t).id))}`,()=>ao(B(t).accountCount,`account`),()=>Z(B(t).health.median,0),()=>B(t).nrr===null?`–`:`${Z(B(t).nrr,0)} %`]),U(e,n)}),O(n),U(e,n)},$$slots:{default:!0}}),Ag(I(p,2),{}),O(f);var m=I(f,2);Gg(m,{});var h=I(m,2),g=N(h);Sg(g,{});var _=I(g,2),v=N(_);Pg(v,{}),$(I(v,2),{title:`Beacon test`,question:`Which metric tells beforehand who renews, by role?`,get asking(){return i},get table(){return B(c)},children:(e,t)=>{var n=jr(),r=P(n),a=e=>{var t=s_(),n=F(t,!0);L(()=>W(n,i.data?.beaconTest[0]?.verdict??`Nothing was tested.`)),U(e,t)},o=e=>{var t=l_();K(t,21,()=>B(l),Wr,(e,t)=>{var n=c_(),r=N(n),i=F(r,!0),a=I(r),o=F(I(a));O(n),L((e,n)=>{W(i,B(t).metric),W(a,`${e??``}: AUC ${n??``} `),W(o,`(n ${B(t).n??``}, ${B(t).events??``} events) ${B(t).verdict??``}`)},[()=>B(t).role?` of ${Q(B(t).role)}`:``,()=>Z(B(t).auc,2)]),U(e,n)}),O(t),U(e,t)};G(r,e=>{B(l).length===0?e(a):e(o,-1)}),U(e,n)},$$slots:{default:!0}}),O(_),Qg(I(_,2),{}),O(h),O(u),U(e,u),Ge()}var f_=V(` <span class="soft small"> </span>`,1),p_=V(`<tr><th scope="row" class="svelte-3ketjl"> <!></th><td class="wraps"> </td><td class="wraps"> </td><td class="number"><b> </b></td><td class="bars svelte-3ketjl"><span></span></td></tr>`),m_=V(`<table class="waterfall svelte-3ketjl"><thead><tr><th>What</th><th>These say</th><th>The others say</th><th class="number">Weight</th><th class="bars svelte-3ketjl"><span class="unseen">Waterfall</span></th></tr></thead><tbody><!><tr class="sum svelte-3ketjl"><th scope="row" class="svelte-3ketjl">Sum</th><td class="svelte-3ketjl"></td><td class="svelte-3ketjl"></td><td class="number svelte-3ketjl"><b> </b></td><td class="svelte-3ketjl"><b> </b> likely one</td></tr></tbody></table>`);function h_(e,t){We(t,!0);let n=k(()=>{let e=0;return t.reasons.map(t=>{let n=e;return e+=t.weight,{reason:t,from:n,to:e}})}),r=k(()=>t.reasons.reduce((e,t)=>e+t.weight,0)),i=k(()=>[0,...B(n).map(e=>e.to)]),a=k(()=>Of([Math.min(...B(i)),Math.max(...B(i))],[2,98]));var o=m_(),s=I(N(o)),c=N(s);K(c,17,()=>B(n),Wr,(e,t)=>{let n=()=>B(t).reason,r=()=>B(t).from,i=()=>B(t).to;var o=p_(),s=N(o),c=N(s,!0),l=I(c),u=e=>{var t=f_(),r=P(t,!0);r.nodeValue=` `;var i=F(I(r),!0);L(e=>W(i,e),[()=>Q(n().outcome)]),U(e,t)};G(l,e=>{n().outcome&&e(u)}),O(s);var d=I(s),f=F(d,!0),p=I(d),m=F(p,!0),h=I(p),g=N(h);let _;var v=F(g,!0);O(h);var y=I(h),b=N(y);let x,S;O(y),O(o),L((e,t,r)=>{W(c,n().field),W(f,n().left??`–`),W(m,n().right??`–`),_=q(g,1,`svelte-3ketjl`,null,_,{for:n().weight>0,against:n().weight<0}),W(v,e),x=q(b,1,`bar svelte-3ketjl`,null,x,{for:n().weight>0}),S=ui(b,``,S,{left:t,width:r})},[()=>eo(n().weight,2),()=>`${B(a)(Math.min(r(),i()))??``}%`,()=>`${Math.max(.5,Math.abs(B(a)(i())-B(a)(r())))}%`]),U(e,o)});var l=I(c),u=I(N(l),3),d=F(N(u),!0);O(u);var f=I(u),p=F(N(f),!0);Te(),O(f),O(l),O(s),O(o),L((e,t)=>{W(d,e),W(p,t)},[()=>eo(B(r),2),()=>$a(t.score,1)]),U(e,o),Ge()}var g_=V(`<li><button class="pair svelte-1y5n03e"><b class="wraps"> </b> <span class="small soft wraps"> </span></button></li>`),__=V(`<ol class="svelte-1y5n03e"></ol>`),v_=V(`<a rel="noreferrer external"> </a>`),y_=V(`<div><p class="small soft"></p><p class="wraps"><!></p><p class="small soft"> </p></div>`),b_=V(`<label class="small svelte-1y5n03e">Why (kept with the decision)<input type="text" maxlength="500"/></label> <p class="row"><button class="main">Same (s)</button><button>Different (d)</button><span class="small soft">j and k walk the list</span></p>`,1),x_=V(`<p class="small soft">Your role looks on; it may not decide.</p>`),S_=V(`<section class="card stack" aria-label="The pair"><div class="grid two"></div> <p class="small"> </p> <!> <!></section>`),C_=V(`<li class="row small"><span class="wraps"> <b> </b></span> <button class="bare">Take back</button></li>`),w_=V(`<section class="card"><h2>Decided just now</h2><ul></ul></section>`),T_=V(`<p class="small"> <!></p> <!>`,1),E_=V(`<div class="grid two keys svelte-1y5n03e"><label class="small svelte-1y5n03e">One record<input type="text" placeholder="hubspot companies 9100000777"/></label> <label class="small svelte-1y5n03e">Another<input type="text" placeholder="zendesk organizations 12"/></label></div> <!>`,1),D_=V(`<div class="stack"><div class="row top svelte-1y5n03e"><h1>Who is who</h1> <span class="row" role="group" aria-label="What is reviewed"><button>Accounts</button> <button>Contacts</button></span></div> <p class="small said svelte-1y5n03e" role="status"> </p> <div class="grid desk svelte-1y5n03e"><!> <div class="stack"><!> <!> <!></div></div></div>`);function O_(e,t){We(t,!0);let n=k(()=>Ka.value(`kind`)===`CONTACT`?`CONTACT`:`ACCOUNT`),r=new Ga(ba,()=>({kind:B(n),first:50}),!1),i=k(()=>r.data?.viewer.orders.includes(`IDENTITY`)??!1),a=j([]),o=k(()=>r.answered?.kind===B(n)),s=k(()=>(B(o)?r.data?.identityReview??[]:[]).filter(e=>!B(a).some(t=>t.pair.id===e.id))),c=j(0),l=k(()=>B(s)[Math.min(B(c),B(s).length-1)]),u=j(``);yn(()=>{B(l)?.id,M(u,``)});let d=j(``),f=j(!1),p=e=>`${e.system} ${e.object} ${e.recordId}`;async function h(e){if(!B(l)||B(f)||!B(i))return;M(f,!0);let t=B(l);try{await Wa(Sa,{id:t.id,same:e,reason:B(u)||null}),M(a,[{pair:t,same:e},...B(a)]),M(d,`${p(t.left)} and ${p(t.right)}: ${e?`the same`:`different`}.`),M(u,``)}catch(e){M(d,e instanceof Ha?e.message:String(e),!0)}M(f,!1),await lr()}async function g(e){try{await Wa(Ca,{id:e.pair.id}),M(a,B(a).filter(t=>t!==e)),M(d,`Taken back.`)}catch(e){M(d,e instanceof Ha?e.message:String(e),!0)}}function _(e){if(!(e.target.closest(`input, textarea, select, dialog`)||e.metaKey||e.ctrlKey||e.altKey)){if(e.key===`j`||e.key===`ArrowDown`)M(c,Math.min(B(s).length-1,B(c)+1),!0);else if(e.key===`k`||e.key===`ArrowUp`)M(c,Math.max(0,B(c)-1),!0);else if(e.key===`s`)h(!0);else if(e.key===`d`)h(!1);else return;e.preventDefault()}}let v=k(()=>Co(`review`,[{head:`Left`,of:e=>p(e.left)},{head:`Right`,of:e=>p(e.right)},{head:`At stake`,kind:`money`,of:e=>e.money},{head:`Likely one`,kind:`share`,of:e=>e.score},{head:`Joined now`,of:e=>e.merged?`yes`:`no`}],B(s))),y=e=>{let[t,n,...r]=e.trim().split(/\s+/);return t&&n&&r.length>0?{system:t,object:n,recordId:r.join(` `)}:null},b=k(()=>[y(Ka.value(`left`)),y(Ka.value(`right`))]),x=k(()=>m(B(b),2)),S=k(()=>B(x)[0]),C=k(()=>B(x)[1]),w=new Ga(xa,()=>B(S)&&B(C)?{kind:B(n),left:B(S),right:B(C)}:null,!1),T=k(()=>B(S)&&B(C)&&!w.why?w.data?.whyMatch:null);var ee=D_();ei(`1y5n03e`,e=>{Sn(()=>{$t.title=`Review · Accord`})}),yr(`keydown`,$t,_);var te=N(ee),ne=I(N(te),2),re=N(ne),ie=I(re,2);O(ne),O(te);var ae=I(te,2),oe=F(ae,!0),se=I(ae,2),ce=N(se);{let e=k(()=>r.data&&B(s).length===0?`Nothing is in doubt.`:null);$(ce,{title:`To be looked at`,question:`Doubtful pairs, by the money at stake`,get asking(){return r},get table(){return B(v)},get nothing(){return B(e)},children:(e,t)=>{var n=__();K(n,23,()=>B(s),e=>e.id,(e,t,n)=>{var r=g_(),i=N(r),a=N(i),o=F(a,!0),s=F(I(a,2));O(i),O(r),L((e,n,r)=>{J(i,`aria-current`,B(t).id===B(l)?.id?`true`:void 0),W(o,e),W(s,`${B(t).left.system??``} ~ ${B(t).right.system??``} · ${n??``} · ${B(t).merged?`joined`:`apart`} · ${r??``}`)},[()=>B(t).reasons.find(e=>e.left)?.left??p(B(t).left),()=>$a(B(t).score),()=>X(B(t).money)]),br(`click`,i,()=>M(c,B(n),!0)),U(e,r)}),O(n),U(e,n)},$$slots:{default:!0}})}var le=I(ce,2),ue=N(le),de=e=>{var t=S_(),r=N(t);K(r,21,()=>[B(l).left,B(l).right],Wr,(e,t,n)=>{var r=y_(),i=N(r);i.textContent=n===0?`These`:`The others`;var a=I(i),o=N(a),s=e=>{var n=v_(),r=F(n,!0);L(e=>{J(n,`href`,B(t).url),W(r,e)},[()=>p(B(t))]),U(e,n)},c=k(()=>B(t).url?.startsWith(`http`)),l=e=>{var n=Ar();L(e=>W(n,e),[()=>p(B(t))]),U(e,n)};G(o,e=>{B(c)?e(s):e(l,-1)}),O(a);var u=F(I(a));O(r),L(e=>W(u,`observed ${e??``}`),[()=>to(B(t).observedAt)]),U(e,r)}),O(r);var a=I(r,2),o=F(a),s=I(a,2);h_(s,{get reasons(){return B(l).reasons},get score(){return B(l).score}});var c=I(s,2),d=e=>{var t=b_(),n=P(t),r=I(N(n));xi(r),O(n);var i=I(n,2),a=N(i),o=I(a);Te(),O(i),L(()=>{a.disabled=B(f),o.disabled=B(f)}),Ei(r,()=>B(u),e=>M(u,e)),br(`click`,a,()=>h(!0)),br(`click`,o,()=>h(!1)),U(e,t)},m=e=>{U(e,x_())};G(c,e=>{B(i)?e(d):e(m,-1)}),O(t),L(e=>{J(t,`data-pair`,B(l).id),W(o,`${B(l).merged?`They are one ${B(n)===`CONTACT`?`person`:`account`} now.`:`They are apart now.`} ${e??``}`)},[()=>B(l).money?`${X(B(l).money)} a year hang on it.`:``]),U(e,t)};G(ue,e=>{B(l)&&e(de)});var fe=I(ue,2),pe=e=>{var t=w_(),n=I(N(t));K(n,21,()=>B(a),e=>e.pair.id,(e,t)=>{var n=C_(),r=N(n),i=N(r),a=F(I(i),!0);O(r);var o=I(r,2);O(n),L((e,n)=>{W(i,`${e??``} ~ ${n??``}: `),W(a,B(t).same?`same`:`different`)},[()=>p(B(t).pair.left),()=>p(B(t).pair.right)]),br(`click`,o,()=>g(B(t))),U(e,n)}),O(n),O(t),U(e,t)};G(fe,e=>{B(a).length>0&&e(pe)});var me=I(fe,2);{let e=k(()=>B(S)&&B(C)?w:void 0);$(me,{title:`Why are these two one, or not?`,question:`Any two records: system, object and record`,get asking(){return B(e)},children:(e,t)=>{var n=E_(),r=P(n),i=N(r),a=I(N(i));xi(a),O(i);var o=I(i,2),s=I(N(o));xi(s),O(o),O(r);var c=I(r,2),l=e=>{var t=T_(),n=P(t),r=N(n),i=I(r),a=e=>{var t=Ar();L(e=>W(t,`${B(T).verdict.saidBy??`Somebody`??``} said ${B(T).verdict.same?`same`:`different`} on ${e??``}${B(T).verdict.reason?`: ${B(T).verdict.reason}`:``}`),[()=>to(B(T).verdict.saidAt)]),U(e,t)};G(i,e=>{B(T).verdict&&e(a)}),O(n),h_(I(n,2),{get reasons(){return B(T).reasons},get score(){return B(T).score}}),L(()=>W(r,`${B(T).apart?`They must stay apart.`:``} `)),U(e,t)};G(c,e=>{B(T)&&e(l)}),L((e,t)=>{Si(a,e),Si(s,t)},[()=>Ka.value(`left`),()=>Ka.value(`right`)]),br(`change`,a,e=>Ka.set({left:e.currentTarget.value})),br(`change`,s,e=>Ka.set({right:e.currentTarget.value})),U(e,n)},$$slots:{default:!0}})}O(le),O(se),O(ee),L(()=>{J(re,`aria-pressed`,B(n)===`ACCOUNT`),J(ie,`aria-pressed`,B(n)===`CONTACT`),W(oe,B(d))}),br(`click`,re,()=>{M(c,0),Ka.set({kind:null})}),br(`click`,ie,()=>{M(c,0),Ka.set({kind:`CONTACT`})}),U(e,ee),Ge()}xr([`click`,`change`]);var k_=V(`<p class="refused svelte-69no60" role="alert"> </p>`),A_=V(`<main class="door svelte-69no60"><form class="card stack svelte-69no60"><h1>Sign in</h1> <p class="soft">This hub wants to know who asks. An API key is made by <code>accord key create --name me --role cx-lead</code>; a token comes from your identity provider.</p> <!> <label class="stack svelte-69no60"><span class="small">API key or token</span> <input type="password" autocomplete="current-password" required=""/></label> <p class="small soft">It is kept in this tab alone and forgotten when the tab closes.</p> <button class="main" type="submit">Sign in</button></form></main>`);function j_(e,t){We(t,!0);let n=j(``),r=k(()=>Pa.credential!==``);function i(e){e.preventDefault(),B(n).trim()&&Pa.signIn(B(n).trim())}var a=A_(),o=N(a),s=I(N(o),4),c=e=>{var t=k_(),n=F(t,!0);L(()=>W(n,Pa.refusal)),U(e,t)};G(s,e=>{B(r)&&e(c)});var l=I(s,2),u=I(N(l),2);xi(u),O(l),Te(4),O(o),O(a),yr(`submit`,o,i),Ei(u,()=>B(n),e=>M(n,e)),U(e,a),Ge()}var M_=H(`<line class="rule svelte-9xzr0z"></line><text text-anchor="middle"> </text>`,1),N_=H(`<line class="rule svelte-9xzr0z"></line><text text-anchor="end"> </text>`,1),P_=H(`<circle></circle>`),F_=H(`<circle class="ring svelte-9xzr0z"></circle>`),I_=V(`<div role="status"><b> </b> <span> </span> <span class="soft"> </span></div>`),L_=V(`· <b> </b> `,1),R_=V(`<div class="plane svelte-9xzr0z"><svg role="application" tabindex="0"><rect class="risk svelte-9xzr0z"></rect><!><!><line class="edge svelte-9xzr0z"></line><line class="edge svelte-9xzr0z"></line><line class="line svelte-9xzr0z"></line><line class="line svelte-9xzr0z"></line><text text-anchor="middle">revenue at risk, share of a year’s →</text><text text-anchor="middle">expected growth, share (root scale) →</text><!><text class="corner svelte-9xzr0z" text-anchor="end">at risk</text><text class="corner svelte-9xzr0z">at growth</text><text class="corner svelte-9xzr0z" text-anchor="end">both</text><!></svg> <!></div> <p class="small soft legend svelte-9xzr0z"><span class="red svelte-9xzr0z">● red</span> <span class="amber svelte-9xzr0z">● amber</span> <span class="green svelte-9xzr0z">● green</span> health · area: revenue a year · hollow: little is known <!></p>`,1);function z_(e,t){We(t,!0);let[n,r]=[.15,.1],i={left:52,right:14,top:16,bottom:40},a=j(720),o=new Ga(ja,()=>({filter:Ja(),after:null})),s=(e,t)=>t!==null&&e.currency?{amount:t,currency:e.currency}:null,c=j({after:null,rows:[]});yn(()=>{let e=o.data?.accountFacts,t=o.variables;if(!e?.pageInfo.hasNextPage||!t)return;let n=new AbortController;return(async()=>{let r=e.pageInfo.endCursor,i=[];for(;r&&!n.signal.aborted;){let a=(await Wa(ja,{...t,after:r},n.signal)).data.accountFacts;if(!a)return;i.push(...a.nodes),r=a.pageInfo.hasNextPage?a.pageInfo.endCursor:null,M(c,{after:e,rows:[...i]})}})().catch(()=>{}),()=>n.abort()});let l=k(()=>[...o.data?.accountFacts?.nodes??[],...B(c).after===o.data?.accountFacts?B(c).rows:[]]),u=e=>e.riskShare!==null&&e.growthShare!==null,d=k(()=>B(l).filter(u)),f=k(()=>B(l).filter(e=>!u(e))),p=k(()=>{let e=B(f).flatMap(e=>e.arrReporting&&e.currency?[{amount:e.arrReporting,currency:e.currency}]:[]);return e[0]?{amount:String(e.reduce((e,t)=>e+Number(t.amount),0)),currency:e[0].currency}:null});function m(e,t){let n=e.toSorted((e,t)=>e-t);return Math.max(t*2.2,Math.min(n.at(-1)??0,(n[Math.floor(n.length*.98)]??0)*1.15))}let h=k(()=>m(B(d).map(e=>e.riskShare??0),n)),g=k(()=>m(B(d).map(e=>e.growthShare??0),r)),_=k(()=>Of([0,B(h)],[i.left+16,B(a)-i.right-16]).clamp(!0)),v=k(()=>Ff([0,B(g)],[430-i.bottom-16,i.top+16]).clamp(!0)),y=k(()=>Ff([0,Math.max(1,...B(d).map(e=>Number(e.arrReporting??0)))],[2.5,B(d).length>800?12:18])),b=k(()=>B(d).map(e=>({it:e,cx:B(_)(e.riskShare??0),cy:B(v)(e.growthShare??0),r:B(y)(Number(e.arrReporting??0)),tone:(e.chiBand??`UNKNOWN`).toLowerCase(),hollow:e.chiConfidence===`LOW`||!e.chiBand})).sort((e,t)=>t.r-e.r)),x=k(()=>B(b).toSorted((e,t)=>Number(t.it.atRisk??0)-Number(e.it.atRisk??0))),S=j(null),C=k(()=>B(b).find(e=>e.it.accountId===B(S))??null),w=j(void 0);function T(e){let t=B(w)?.getBoundingClientRect();if(!t)return;let[n,r]=[(e.clientX-t.left)/t.width*B(a),(e.clientY-t.top)/t.height*430],i=null,o=14;for(let e of B(b)){let t=Math.hypot(e.cx-n,e.cy-r)-e.r;t<=Math.max(0,o)&&(t<o||t<=0)&&([i,o]=[e,Math.max(t,0)])}M(S,i?.it.accountId??null,!0)}function ee(e){let t=B(x).findIndex(e=>e.it.accountId===B(S)),n={ArrowRight:1,ArrowDown:1,ArrowLeft:-1,ArrowUp:-1}[e.key];n?(M(S,B(x)[Math.min(B(x).length-1,Math.max(0,t+n))]?.it.accountId??null,!0),e.preventDefault()):e.key===`Enter`&&B(S)!==null?Ka.go(Ya(`/accounts/${B(S)}`)):e.key===`Escape`&&M(S,null)}function te(){B(S)!==null&&Ka.go(Ya(`/accounts/${B(S)}`))}let ne=k(()=>Co(`risk-and-growth`,[{head:`Account`,of:e=>e.name,to:e=>Ya(`/accounts/${e.accountId}`)},{head:`Position`,kind:`code`,of:e=>e.position},{head:`Risk share`,kind:`share`,of:e=>e.riskShare},{head:`Growth share`,kind:`share`,of:e=>e.growthShare},{head:`At risk`,kind:`money`,of:e=>s(e,e.atRisk)},{head:`Growth`,kind:`money`,of:e=>s(e,e.growthExpected)},{head:`A year`,kind:`money`,of:e=>s(e,e.arrReporting)},{head:`Health`,kind:`number`,of:e=>e.chi},{head:`Band`,kind:`code`,of:e=>e.chiBand},{head:`Confidence`,kind:`code`,of:e=>e.chiConfidence}],B(l).toSorted((e,t)=>Number(t.atRisk??0)-Number(e.atRisk??0))));{let t=k(()=>o.data&&B(l).length===0?`No account meets what is chosen above.`:null);$(e,{title:`Risk and growth`,question:`Where is money in danger, where can it grow?`,get asking(){return o},get table(){return B(ne)},get nothing(){return B(t)},children:(e,t)=>{var o=R_(),c=P(o),l=N(c);let u;var m=N(l),h=I(m);K(h,16,()=>B(_).ticks(B(a)<520?4:6),e=>e,(e,t)=>{var n=M_(),r=P(n),a=I(r),o=F(a,!0);L((e,t,n,s)=>{J(r,`x1`,e),J(r,`x2`,t),J(r,`y1`,430-i.bottom),J(r,`y2`,430-i.bottom+4),J(a,`x`,n),J(a,`y`,430-i.bottom+16),W(o,s)},[()=>B(_)(t),()=>B(_)(t),()=>B(_)(t),()=>$a(t)]),U(e,n)});var g=I(h);K(g,16,()=>B(v).ticks(5),e=>e,(e,t)=>{var n=N_(),r=P(n),a=I(r),o=F(a,!0);L((e,t,n,s)=>{J(r,`x1`,i.left-4),J(r,`x2`,i.left),J(r,`y1`,e),J(r,`y2`,t),J(a,`x`,i.left-8),J(a,`y`,n),W(o,s)},[()=>B(v)(t),()=>B(v)(t),()=>B(v)(t)+4,()=>$a(t)]),U(e,n)});var y=I(g),x=I(y),ne=I(x),re=I(ne),ie=I(re);J(ie,`y`,426);var ae=I(ie),oe=I(ae);K(oe,17,()=>B(b),e=>e.it.accountId,(e,t)=>{var n=P_();let r;L(()=>{r=q(n,0,`bubble moves ${B(t).tone??``}`,`svelte-9xzr0z`,r,{hollow:B(t).hollow}),J(n,`cx`,B(t).cx),J(n,`cy`,B(t).cy),J(n,`r`,B(t).r),J(n,`data-account`,B(t).it.accountId)}),U(e,n)});var se=I(oe),ce=I(se),le=I(ce),ue=I(le),de=e=>{var t=F_();L(()=>{J(t,`cx`,B(C).cx),J(t,`cy`,B(C).cy),J(t,`r`,B(C).r+4)}),U(e,t)};G(ue,e=>{B(C)&&e(de)}),O(l),Ni(l,e=>M(w,e),()=>B(w));var fe=I(l,2),pe=e=>{var t=I_();let n,r;var i=N(t),o=F(i,!0),c=I(i,2),l=F(c),u=F(I(c,2));O(t),L((e,i,s,c,d,f)=>{n=q(t,1,`tip small svelte-9xzr0z`,null,n,{left:B(C).cx>B(a)*.6,below:B(a)<520}),r=ui(t,``,r,{left:B(a)<520?null:`${B(C).cx/B(a)*100}%`,top:`${(B(C).cy+(B(a)<520?B(C).r:0))/430*100}%`}),W(o,B(C).it.name),W(l,`${e??``} at risk (${i??``}), ${s??``} growth`),W(u,`${c??``} a year · health ${d??``}, ${f??``}${B(C).hollow?`, low confidence`:``}`)},[()=>X(s(B(C).it,B(C).it.atRisk)),()=>$a(B(C).it.riskShare),()=>X(s(B(C).it,B(C).it.growthExpected)),()=>X(s(B(C).it,B(C).it.arrReporting)),()=>Z(B(C).it.chi,0),()=>Q(B(C).it.chiBand)]),U(e,t)};G(fe,e=>{B(C)&&e(pe)}),O(c);var me=I(c,2),he=I(N(me),6),ge=e=>{var t=L_(),n=I(P(t)),r=F(n,!0),i=I(n);L((e,t)=>{W(r,e),W(i,`${t??``} where nobody can tell: see the table`)},[()=>ao(B(f).length,`account`),()=>B(p)?` (${X(B(p))} a year)`:``]),U(e,t)};G(he,e=>{B(f).length>0&&e(ge)}),O(me),L((e,t,n,r,o,s,c)=>{J(l,`viewBox`,`0 0 ${B(a)??``} 430`),J(l,`aria-label`,`${e??``} by risk and growth. Arrow keys walk from the most money at risk, Enter opens.`),u=q(l,0,`svelte-9xzr0z`,null,u,{points:B(S)!==null}),J(m,`x`,t),J(m,`y`,i.top),J(m,`width`,n),J(m,`height`,430-i.bottom-i.top),J(y,`x1`,i.left),J(y,`x2`,B(a)-i.right),J(y,`y1`,430-i.bottom),J(y,`y2`,430-i.bottom),J(x,`x1`,i.left),J(x,`x2`,i.left),J(x,`y1`,i.top),J(x,`y2`,430-i.bottom),J(ne,`x1`,r),J(ne,`x2`,o),J(ne,`y1`,i.top),J(ne,`y2`,430-i.bottom),J(re,`x1`,i.left),J(re,`x2`,B(a)-i.right),J(re,`y1`,s),J(re,`y2`,c),J(ie,`x`,(B(a)+i.left)/2),J(ae,`transform`,`translate(12 ${(430-i.bottom)/2}) rotate(-90)`),J(se,`x`,B(a)-i.right-6),J(se,`y`,430-i.bottom-8),J(ce,`x`,i.left+8),J(ce,`y`,i.top+12),J(le,`x`,B(a)-i.right-6),J(le,`y`,i.top+12)},[()=>ao(B(d).length,`account`),()=>B(_)(n),()=>Math.max(0,B(a)-i.right-B(_)(n)),()=>B(_)(n),()=>B(_)(n),()=>B(v)(r),()=>B(v)(r)]),br(`pointermove`,l,T),yr(`pointerleave`,l,()=>M(S,null)),br(`click`,l,te),br(`keydown`,l,ee),ji(c,`clientWidth`,e=>M(a,e)),U(e,o)},$$slots:{default:!0}})}Ge()}xr([`pointermove`,`click`,`keydown`]);var B_=V(`· <a href="/sources"> </a>`,1),V_=V(`<p class="soft small"> <!> <!></p>`),H_=V(`<p class="card" role="alert"> </p>`),U_=V(`<li> </li>`),W_=V(`<p class="small"> </p>`),G_=V(`<p class="small soft">Next</p> <p><b> </b></p> <p class="small soft"> </p> <!>`,1),K_=V(`<p class="nothing">Nothing is advised: what is known gives no reason for a certain step.</p>`),q_=V(`<p class="small soft"> </p>`),J_=V(`<section class="card first svelte-hm7qji" aria-label="The first call"><div class="whom"><p class="small soft">Call first</p> <h2 class="svelte-hm7qji"><a class="svelte-hm7qji"> </a></h2> <p class="tags svelte-hm7qji"><!> <!></p></div> <div class="because"><p class="money svelte-hm7qji"> <span class="soft svelte-hm7qji"> </span></p> <ul class="reasons svelte-hm7qji"></ul></div> <div class="then"><!> <!> <!></div></section>`),Y_=V(`<div class="grid headlines svelte-hm7qji"><!> <!> <!> <!> <!></div>`),X_=V(` <span class="soft"> </span>`,1),Z_=V(` <a> </a>`,1),Q_=V(`<li class="svelte-hm7qji"><p><b> </b><!> <span class="soft small"> </span></p> <!> <p class="small soft"><!> </p></li>`),$_=V(`<ul class="signals svelte-hm7qji"></ul>`),ev=V(`<span class="small soft" title="Like for like, 4 weeks"> </span>`),tv=V(`<b> </b>`),nv=V(`<span class="nothing">nothing advised</span>`),rv=V(`<li class="svelte-hm7qji"><span class="place soft svelte-hm7qji"> </span> <div class="name"><a><b> </b></a> <p class="small soft"> </p></div> <div class="score svelte-hm7qji"><!> <!></div> <div class="risk svelte-hm7qji"><b> </b><p class="small soft"> </p></div> <div class="why small svelte-hm7qji"> </div> <div class="next small svelte-hm7qji"><!></div></li>`),iv=V(`<ol class="ranked svelte-hm7qji"></ol> <!>`,1),av=V(`<div class="stack"><div class="row top svelte-hm7qji"><h1>Whom to call first</h1> <!></div> <!> <!> <!> <div class="grid wide-left"><!> <!></div> <!></div>`);function ov(e,t){We(t,!0);let n=new Ga(ka,()=>({filter:Ja()})),r=new Ga(Aa,()=>Va.today?{filter:{...Ja(),renewalBefore:oo(Va.today,91)}}:null),i=k(()=>n.data),a=k(()=>B(i)?.executiveSummary),o=k(()=>B(i)?.accounts?.nodes??[]),s=k(()=>B(o)[0]),c=k(()=>r.data?.portfolio[0]),l=k(()=>B(i)?.openLoops.filter(e=>e.loop?.overdue).length??0),u=k(()=>{let e=B(i)?.connectors?.flatMap(e=>e.lastSuccess?[Date.parse(e.lastSuccess)]:[])??[];return e.length>0?Math.max(0,(Date.now()-Math.min(...e))/1e3):null}),d=k(()=>{let e=new Map;for(let t of B(i)?.signals??[]){let n=`${t.rule} ${t.segment?.name??``}`;e.set(n,[...e.get(n)??[],t])}return[...e.values()].map(e=>({first:e[0],latest:e.map(e=>e.raisedAt).toSorted().at(-1),accounts:[...new Map(e.flatMap(e=>e.accounts).map(e=>[e.id,e])).values()]}))}),f=k(()=>B(i)?.connectors?.filter(e=>e.state!==`OK`).length??0),p=k(()=>Co(`call-first`,[{head:`Account`,of:e=>e.name,to:e=>Ya(`/accounts/${e.id}`)},{head:`At risk`,kind:`money`,of:e=>e.opportunity?.atRisk},{head:`A year`,kind:`money`,of:e=>e.opportunity?.arr},{head:`Growth`,kind:`money`,of:e=>e.opportunity?.growthExpected},{head:`Position`,kind:`code`,of:e=>e.position},{head:`Health`,kind:`number`,of:e=>e.health?.value},{head:`From`,kind:`number`,of:e=>e.health?.low},{head:`To`,kind:`number`,of:e=>e.health?.high},{head:`Coverage`,kind:`share`,of:e=>e.health?.coverage},{head:`Trust`,kind:`number`,of:e=>e.trust?.value},{head:`Renewal`,kind:`day`,of:e=>e.nextRenewal?.end},{head:`Owner`,of:e=>e.owner?.name},{head:`Next`,of:e=>e.recommendations?.[0]?.title}],B(o)));var m=av();ei(`hm7qji`,e=>{Sn(()=>{$t.title=`Customers · Accord`})});var h=N(m),g=I(N(h),2),_=e=>{var t=V_(),n=N(t),r=I(n),i=e=>{var t=Ar();L(e=>W(t,`· oldest source read ${e??``} ago`),[()=>ro(B(u))]),U(e,t)};G(r,e=>{B(u)!==null&&e(i)});var o=I(r,2),s=e=>{var t=B_(),n=F(I(P(t)));L(e=>W(n,`${e??``} behind`),[()=>ao(B(f),`source`)]),U(e,t)};G(o,e=>{B(f)>0&&e(s)}),O(t),L((e,r,i)=>{J(t,`data-as-of`,B(a).asOf),W(n,`As of ${e??``} · ${r??``} · coverage ${i??``} `)},[()=>to(B(a).asOf),()=>ao(B(a).accounts,`account`),()=>$a(B(a).coverage)]),U(e,t)};G(g,e=>{B(a)&&e(_)}),O(h);var v=I(h,2),y=e=>{var t=H_(),r=F(t,!0);L(()=>W(r,n.why.message)),U(e,t)};G(v,e=>{n.why&&!B(i)&&e(y)});var b=I(v,2),x=e=>{let t=k(()=>B(s).recommendations?.[0]);var n=J_(),r=N(n),i=I(N(r),2),a=N(i),o=F(a,!0);O(i);var c=I(i,2),l=N(c);{let e=k(()=>B(s).health?.band),t=k(()=>B(s).health?.value??null),n=k(()=>B(s).health?.confidence);So(l,{get band(){return B(e)},get value(){return B(t)},get confidence(){return B(n)}})}Go(I(l,2),{get position(){return B(s).position}}),O(c),O(r);var u=I(r,2),d=N(u),f=N(d),p=F(I(f));O(d);var m=I(d,2);K(m,21,()=>es(B(s)).slice(0,4),Wr,(e,t)=>{var n=U_(),r=F(n,!0);L(()=>{q(n,1,ri(B(t).weight),`svelte-hm7qji`),W(r,B(t).said)}),U(e,n)}),O(m),O(u);var h=I(u,2),g=N(h),_=e=>{var n=G_(),r=I(P(n),2),i=F(N(r),!0);O(r);var a=I(r,2),o=F(a,!0),s=I(a,2),c=e=>{var n=W_(),r=F(n);L(e=>W(r,`worth ${e??``}`),[()=>X(B(t).expectedValue)]),U(e,n)};G(s,e=>{B(t).expectedValue&&e(c)}),L(e=>{W(i,B(t).title),W(o,e)},[()=>B(t).because.join(` · `)]),U(e,n)},v=e=>{U(e,K_())};G(g,e=>{B(t)?e(_):e(v,-1)});var y=I(g,2),b=e=>{var t=q_(),n=F(t);L(()=>W(n,`Owner: ${B(s).owner.name??``}`)),U(e,t)};G(y,e=>{B(s).owner?.name&&e(b)});var x=I(y,2),S=e=>{var t=q_(),n=F(t);L(()=>W(n,`Ask for ${B(s).champion.contact.name??`the champion`??``}`)),U(e,t)};G(x,e=>{B(s).champion&&!B(s).champion.left&&e(S)}),O(h),O(n),L((e,t,r)=>{J(n,`data-first`,B(s).id),J(a,`href`,e),W(o,B(s).name),W(f,`${t??``} `),W(p,`at risk${r??``}`)},[()=>Ya(`/accounts/${B(s).id}`),()=>X(B(s).opportunity?.atRisk),()=>B(s).opportunity?.arr?` of ${X(B(s).opportunity?.arr)} a year`:``]),U(e,n)};G(b,e=>{B(s)&&e(x)});var S=I(b,2),C=e=>{var t=Y_(),n=N(t);{let e=k(()=>X(B(a).atRisk)),t=k(()=>B(a).unknownAtRisk&&Number(B(a).unknownAtRisk.amount)>0?`and ${X(B(a).unknownAtRisk)} where nobody can tell`:`in the next 12 months`);ah(n,{label:`At risk`,get value(){return B(e)},tone:`red`,get note(){return B(t)}})}var r=I(n,2);{let e=k(()=>X(B(a).growthExpected));ah(r,{label:`Growth expected`,get value(){return B(e)},tone:`green`,note:`in the next 12 months`})}var o=I(r,2);{let e=k(()=>X(B(c)?.arr)),t=k(()=>B(c)?`${ao(B(c).accounts,`account`)}, ${X(B(c).atRisk)} at risk`:`none is due`);ah(o,{label:`Renewals in 90 days`,get value(){return B(e)},get note(){return B(t)}})}var s=I(o,2);{let e=k(()=>(B(i)?.openLoops.length??0)>=200?`200+`:Z(B(i)?.openLoops.length??null,0)),t=k(()=>B(l)>0?`${B(l)} past the day we promised`:`none is late`),n=k(()=>B(l)>0?`red`:`plain`);ah(s,{label:`Open feedback`,get value(){return B(e)},get note(){return B(t)},get tone(){return B(n)}})}var u=I(s,2);{let e=k(()=>X(B(a).arr)),t=k(()=>`median health ${Z(B(a).health.median)}`);ah(u,{label:`Revenue a year`,get value(){return B(e)},get note(){return B(t)}})}O(t),U(e,t)};G(S,e=>{B(a)&&e(C)});var w=I(S,2),T=N(w);z_(T,{});var ee=I(T,2);{let e=k(()=>B(i)&&B(i).signals.length===0?`No signal is open.`:null);$(ee,{title:`What is going on`,question:`Signals of the last 60 days that are still open`,get asking(){return n},get nothing(){return B(e)},children:(e,t)=>{var n=$_();K(n,21,()=>B(d),Wr,(e,t)=>{let n=()=>B(t).first,r=()=>B(t).latest,i=()=>B(t).accounts;var a=jr(),o=P(a),s=e=>{var t=Q_(),a=N(t),o=N(a),s=F(o,!0),c=I(o),l=e=>{var t=X_(),r=P(t,!0);r.nodeValue=` `;var i=F(I(r));L(()=>W(i,`in ${n().segment.name??``}`)),U(e,t)};G(c,e=>{n().segment&&e(l)});var u=I(c,1,!0);u.nodeValue=` `;var d=F(I(u));O(a);var f=I(a,2),p=e=>{var t=W_(),r=F(t);L(()=>W(r,`→ ${n().suggested.title??``}`)),U(e,t)};G(f,e=>{n().suggested&&e(p)});var m=I(f,2),h=N(m);K(h,19,()=>i().slice(0,6),e=>e.id,(e,t,n,r)=>{Te();var i=Z_(),a=P(i,!0),o=I(a),s=F(o,!0);L(e=>{W(a,B(n)>0?`, `:``),J(o,`href`,e),W(s,B(t).name)},[()=>Ya(`/accounts/${B(t).id}`)]),U(e,i)});var g=I(h,1,!0);O(m),O(t),L((e,t,n)=>{W(s,e),W(d,`· ${t??``} · ${n??``}`),W(g,i().length>6?` and ${i().length-6} more`:``)},[()=>io(n().rule),()=>ao(i().length,`account`),()=>to(r())]),U(e,t)};G(o,e=>{n()&&e(s)}),U(e,a)}),O(n),U(e,n)},$$slots:{default:!0}})}O(w);var te=I(w,2);{let e=k(()=>B(i)&&B(o).length===0?`No account meets what is chosen above.`:null);$(te,{title:`By money at risk`,question:`Who needs us this week, why, and what to do next`,get asking(){return n},get table(){return B(p)},get nothing(){return B(e)},children:(e,t)=>{var n=iv(),r=P(n);K(r,23,()=>B(o),e=>e.id,(e,t,n)=>{let r=k(()=>B(t).recommendations?.[0]);var i=rv(),a=N(i),o=F(a,!0),s=I(a,2),c=N(s),l=F(N(c),!0);O(c);var u=F(I(c,2),!0);O(s);var d=I(s,2),f=N(d);{let e=k(()=>B(t).health?.band),n=k(()=>B(t).health?.value??null),r=k(()=>B(t).health?.confidence);So(f,{get band(){return B(e)},get value(){return B(n)},get confidence(){return B(r)}})}var p=I(f,2),m=e=>{var n=ev(),r=F(n,!0);L(e=>W(r,e),[()=>eo(B(t).health.trend.likeForLike)]),U(e,n)};G(p,e=>{B(t).health?.trend.likeForLike&&e(m)}),O(d);var h=I(d,2),g=N(h),_=F(g,!0),v=F(I(g));O(h);var y=I(h,2),b=F(y,!0),x=I(y,2),S=N(x),C=e=>{var t=tv(),n=F(t);L(()=>W(n,`→ ${B(r).title??``}`)),U(e,t)},w=e=>{U(e,nv())};G(S,e=>{B(r)?e(C):e(w,-1)}),O(x),O(i),L((e,r,a,s,d)=>{J(i,`data-account`,B(t).id),W(o,B(n)+1),J(c,`href`,e),W(l,B(t).name),W(u,r),W(_,a),W(v,`of ${s??``}`),W(b,d)},[()=>Ya(`/accounts/${B(t).id}`),()=>[B(t).country,B(t).owner?.name].filter(Boolean).join(` · `),()=>X(B(t).opportunity?.atRisk),()=>X(B(t).opportunity?.arr),()=>es(B(t)).slice(0,3).map(e=>e.said).join(` · `)]),U(e,i)}),O(r);var a=I(r,2),s=e=>{var t=q_(),n=F(t);L(e=>W(n,`The first ${B(o).length??``} of ${e??``}; the quadrant has them all.`),[()=>Z(B(i).accounts.totalCount,0)]),U(e,t)};G(a,e=>{B(i)?.accounts&&B(i).accounts.totalCount>B(o).length&&e(s)}),U(e,n)},$$slots:{default:!0}})}O(m),U(e,m),Ge()}var sv=V(`<h1>Nothing is here</h1> <p>There is no page at <code> </code>. <a href="/">To the start</a></p>`,1),cv=V(`<a class="skip svelte-1n46o8q" href="#content">To the content</a> <!> <main id="content" tabindex="-1" class="svelte-1n46o8q"><!></main>`,1);function lv(e,t){We(t,!0);let n=k(()=>Ka.path.split(`/`).filter(Boolean).map(decodeURIComponent)),r=k(()=>B(n)[0]??``);yn(()=>{if(Pa.turn,Pa.refusal===null)return Ba()});var i=jr();yr(`click`,$t,e=>Ka.click(e));var a=P(i),o=e=>{j_(e,{})},s=e=>{var t=cv(),i=I(P(t),2);go(i,{get page(){return B(r)}});var a=I(i,2),o=N(a),s=e=>{ov(e,{})},c=e=>{var t=jr();Ur(P(t),()=>B(n)[1],e=>{th(e,{get id(){return B(n)[1]}})}),U(e,t)},l=e=>{Rh(e,{})},u=e=>{gg(e,{})},d=e=>{O_(e,{})},f=e=>{d_(e,{})},p=e=>{var t=sv(),n=I(P(t),2),r=F(I(N(n)),!0);Te(2),O(n),L(()=>W(r,Ka.path)),U(e,t)};G(o,e=>{B(r)===``?e(s):B(r)===`accounts`&&B(n)[1]?e(c,1):B(r)===`executive`?e(l,2):B(r)===`sources`?e(u,3):B(r)===`review`?e(d,4):B(r)===`experience`?e(f,5):e(p,-1)}),O(a),U(e,t)};G(a,e=>{Pa.refusal===null?e(s,-1):e(o)}),U(e,i),Ge()}var uv=document.getElementById(`page`);uv&&Lr(lv,{target:uv});